"""A feature that is called done has a test that shows it."""

import ast
import re

import pytest

from tests.docs.pages import ROOT, rows, text_of

PAGE = "docs/features.md"
IDS = (
    *(f"A{n}" for n in range(1, 11)),
    *(f"B{n}" for n in range(1, 6)),
    *(f"C{n}" for n in range(1, 13)),
    *(f"D{n}" for n in range(1, 16)),
    *(f"E{n}" for n in range(1, 7)),
    *(f"F{n}" for n in range(1, 7)),
    *(f"G{n}" for n in range(1, 7)),
    *(f"H{n}" for n in range(1, 3)),
)
FEATURES = {row[0]: row for row in rows(text_of(PAGE)) if re.fullmatch(r"[A-H]\d+", row[0])}
DONE = [row for row in FEATURES.values() if row[2] == "done"]
_SHOWN = re.compile(r"\]\(\.\./((?:tests|clients)/[\w/.]+\.py)\)|`(test_\w+)`")


def test_every_feature_has_a_row_with_one_of_three_states() -> None:
    assert tuple(FEATURES) == IDS
    assert {row[2] for row in FEATURES.values()} <= {"done", "partly", "not yet"}


def test_what_is_partly_there_says_what_is_lacking() -> None:
    silent = [row[0] for row in FEATURES.values() if row[2] == "partly" and not row[3:]]

    assert silent == []


@pytest.mark.parametrize("row", DONE, ids=lambda row: row[0])
def test_what_is_done_names_tests_that_exist(row: list[str]) -> None:
    file, shown, missing = "", 0, []
    for path, test in _SHOWN.findall(row[3]):
        file = path or file
        if test:
            shown += 1
            missing += [] if test in _tests_of(file) else [f"{file}::{test}"]

    assert shown > 0
    assert missing == []


def _tests_of(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
