"""Symbols, metrics, settings and log events that a page names are those of the code."""

import ast
import re
from pathlib import Path

import pytest

from services.cli.settings import CommandSettings
from services.evidence.settings import EvidenceSettings
from services.intake.settings import IntakeSettings
from services.workflow.settings import WorkflowSettings
from tests.docs.pages import ROOT, named, pages, rows, source, text_of

_SYMBOL = re.compile(r"`([A-Z]?\w+(?:\.\w+)?)` in \[[^\]]*\]\(\.\./(services/[\w/]+\.py)\)")
_METRIC = re.compile(r"`?\b(netral_[a-z_]+)\b(\*)?")
_SETTING = re.compile(r"\bNETRAL_([A-Z0-9_]+)\b")
# Read by make, by compose, by Caddy or by a test, and by no process of ours.
_BESIDE = {
    "DIR",
    "DOMAIN",
    "HTTPS_PORT",
    "CADDY_GLOBAL",
    "SANDBOX_CLOCK",
    "KAFKA_CLUSTER_ID",
    "FAULT_SEED",
    "X",
}


def test_the_readme_leads_to_six_hops() -> None:
    hops = [row for row in rows(text_of("README.md")) if row[0].isdigit()]

    assert [row[0] for row in hops] == list("123456")
    assert all("](services/" in row[2] for row in hops)


def test_the_journey_names_symbols_that_are_where_it_says() -> None:
    said = _SYMBOL.findall(text_of("docs/a-complaints-journey.md"))

    assert len(said) >= 6
    assert [(symbol, file) for symbol, file in said if symbol not in _symbols(ROOT / file)] == []


@pytest.mark.parametrize(
    "page", ["docs/architecture/seeing-inside.md", "docs/operations/day-to-day.md"]
)
def test_every_metric_that_is_named_is_measured(page: str) -> None:
    said = {name for name, _ in _METRIC.findall(text_of(page))}

    assert [name for name in sorted(said) if f'"{name}' not in source()] == []


def test_every_event_of_the_log_that_is_explained_is_logged() -> None:
    table = [
        row
        for row in rows(text_of("docs/operations/day-to-day.md"))
        if len(row) > 1 and row[1] in {"error", "warning"}
    ]
    events = {event for row in table for event in re.findall(r"`(\w+)`", row[0])}

    assert events
    assert [event for event in sorted(events) if f'"{event}"' not in source()] == []


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_setting_that_is_named_is_read(page: Path) -> None:
    classes = (CommandSettings, IntakeSettings, EvidenceSettings, WorkflowSettings)
    known = {field.upper() for settings in classes for field in settings.model_fields}

    said = {name.removesuffix("_FILE") for name in _SETTING.findall(page.read_text("utf-8"))}

    assert said - {name.removesuffix("_") for name in _BESIDE | known} - {""} == set()


def _symbols(file: Path) -> set[str]:
    """Classes, functions, and methods as `Class.method`."""
    made: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            made.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (ast.FunctionDef, ast.AsyncFunctionDef)
            made |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, inner)}
    return made
