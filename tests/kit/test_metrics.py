"""A process shows what it measures, and no 0 for what another one does."""

import subprocess
import sys

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from deploy.embedded.layout import REPOSITORY
from services.kit.metrics import Measured

OF_ONE_PROCESS = {
    "netral_complaints_accepted_total": {"services.intake.app"},
    "netral_seal_backlog": set(),
    "netral_tasks_open": set(),
    "netral_tasks_overdue": set(),
    "netral_notices_waiting": set(),
    "netral_complaints_unanswered": set(),
    "netral_evidence_lock_proven": set(),
    "netral_evidence_uploads": set(),
}
"""Which processes show it as soon as they are imported; the rest, once they have measured it."""

SHOW = "from services.kit import metrics; print(metrics.exposition()[0].decode())"


def test_a_gauge_is_shown_once_it_was_measured_even_if_it_is_zero() -> None:
    registry = CollectorRegistry()
    silent, empty = (Measured(name, "x", registry=registry) for name in ("silent", "empty"))
    empty.set(0)
    shown = generate_latest(registry).decode()

    assert "empty 0.0" in shown
    assert "silent" not in shown
    silent.inc()
    assert "silent 1.0" in generate_latest(registry).decode()


def test_a_gauge_with_labels_shows_those_that_were_measured() -> None:
    registry = CollectorRegistry()
    Measured("waiting", "x", ["group"], registry=registry).labels("ours").set(0)

    assert 'waiting{group="ours"} 0.0' in generate_latest(registry).decode()


@pytest.mark.parametrize(
    "process",
    [
        "services.intake.app",
        "services.intake.background",
        "services.evidence.app",
        "services.evidence.background",
        "services.workflow.app",
        "services.workflow.background",
        "services.workflow.worker",
    ],
)
def test_a_process_begins_with_no_figure_of_another(process: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", f"import {process}; {SHOW}"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    figures = {line.split(" ")[0] for line in shown.splitlines()}

    for name, processes in OF_ONE_PROCESS.items():
        assert (name in figures) == (process in processes), name
