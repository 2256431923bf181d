"""A table that a stranger reads has the columns that its head promises."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import named, pages, prose

_CELLS = re.compile(r"(?<!\\)\|")


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_row_has_as_many_cells_as_its_head(page: Path) -> None:
    wrong, width = [], 0
    for line in prose(page.read_text("utf-8")).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(_CELLS.findall(line)) - 1
        width = width or cells
        if cells != width:
            wrong.append(line)

    assert wrong == []


@pytest.mark.parametrize("page", pages(), ids=named)
def test_a_table_has_its_rule_and_stands_apart(page: Path) -> None:
    lines = prose(page.read_text("utf-8")).splitlines()
    heads = [
        at
        for at, line in enumerate(lines)
        if line.startswith("|") and (at == 0 or not lines[at - 1].startswith("|"))
    ]

    above = [lines[at - 1].strip() for at in heads if at]
    assert [line for line in above if line and not line.startswith("#")] == []
    assert [lines[at] for at in heads if not re.fullmatch(r"[|\s:-]+", lines[at + 1])] == []
