"""The CSV of offices and posts: read whole, every mistake named with its line.

One file for both: a line whose `row` is `office` or `post`; columns that the other kind needs stay
empty. An id may be named before its own line.
"""

import csv
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Final, TypeVar

from services.cli.posts_line import Line
from services.kit.access.entries import Office, Post

COLUMNS: Final = (
    "row",
    "id",
    "jurisdiction",
    "name",
    "kind",
    "office",
    "level",
    "superior",
    "holder",
    "acting",
    "since",
    "until",
    "village_code",
)
"""`office` is the post's office, or the office above an office; `kind` is an office's, `level` a
post's; `superior` is a post's id, `holder` a person's; dates are ISO and inclusive."""

Entry = TypeVar("Entry", Office, Post)


@dataclass
class Chart:
    """What the file says, and all that is wrong in it, by line."""

    offices: list[Office] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the installation has already, which a file may name."""

    jurisdictions: frozenset[str]
    people: frozenset[str]
    offices: frozenset[str] = frozenset()
    superiors: Mapping[str, str | None] = field(default_factory=dict)
    """Every post there is, and the post above it."""


def read(text: str, known: Known) -> Chart:
    """The offices and posts of a file; nothing may be used if `wrong` is not empty."""
    chart = Chart()
    lines = _lines(csv.DictReader(StringIO(text), strict=True))
    entries = [line.entry() for line in lines if not line.wrong]
    _twice(lines)
    _references(lines, known)
    chart.wrong = [f"line {line.number}: {said}" for line in lines for said in line.wrong]
    if not chart.wrong:
        offices = [entry for entry in entries if isinstance(entry, Office)]
        posts = [entry for entry in entries if isinstance(entry, Post)]
        chart.offices = _above_first(offices, lambda office: office.parent_id)
        chart.posts = _above_first(posts, lambda post: post.superior_id)
    return chart


def _lines(reader: "csv.DictReader[str]") -> list[Line]:
    """All lines; one that is no line of such a file says so itself."""
    nothing = dict.fromkeys(COLUMNS, "")
    try:
        columns = set(reader.fieldnames or ())
    except csv.Error as error:
        return [Line(1, nothing, [str(error)])]
    if columns != set(COLUMNS):
        unknown, missing = sorted(columns - set(COLUMNS)), sorted(set(COLUMNS) - columns)
        return [Line(1, nothing, [f"missing columns {missing}, unknown columns {unknown}"])]
    lines: list[Line] = []
    while True:
        try:
            row: Mapping[str | None, str | None] = next(reader)
        except StopIteration:
            return lines
        except csv.Error as error:
            lines.append(Line(reader.reader.line_num, nothing, [str(error)]))
            continue
        uneven = None in row or None in row.values()
        wrong = [f"it does not have {len(COLUMNS)} cells"] if uneven else []
        cells = {column: (row[column] or "").strip() for column in COLUMNS}
        lines.append(Line(reader.line_num, cells, wrong))


def _twice(lines: list[Line]) -> None:
    first: dict[tuple[str, str], Line] = {}
    for line in lines:
        before = first.setdefault(line.key, line)
        if before is not line and line.cells["id"]:
            line.wrong.append(f"{line.cells['id']} is in line {before.number} already")


def _references(lines: list[Line], known: Known) -> None:
    """Whatever a line names is there or in the file: a line counts though something is wrong."""
    parents = _above(lines, "office", "office")
    superiors = {**known.superiors} | _above(lines, "post", "superior")
    offices = known.offices | set(parents)
    for line in lines:
        if line.cells["row"] == "office":
            _named(line, "jurisdiction", known.jurisdictions)
            _named(line, "office", offices)
            _not_above_itself(line, parents)
        elif line.cells["row"] == "post":
            _named(line, "office", offices)
            _named(line, "superior", superiors)
            _named(line, "holder", known.people)
            _not_above_itself(line, superiors)


def _above(lines: list[Line], row: str, column: str) -> dict[str, str | None]:
    of_row = (line.cells for line in lines if line.cells["row"] == row)
    return {cells["id"]: cells[column] or None for cells in of_row}


def _named(line: Line, column: str, there: Container[str]) -> None:
    value = line.cells[column]
    if value and value not in there:
        line.wrong.append(f"there is no {column} {value}")


def _not_above_itself(line: Line, above: Mapping[str, str | None]) -> None:
    start = line.cells["id"]
    seen, at = {start}, above.get(start)
    while at is not None and at not in seen:
        seen.add(at)
        at = above.get(at)
    if at == start:
        line.wrong.append(f"{start} is above itself")


def _above_first(entries: list[Entry], above: Callable[[Entry], str | None]) -> list[Entry]:
    """The same entries, each after the one above it."""
    by_id = {entry.id: entry for entry in entries}
    ordered: dict[str, Entry] = {}

    def place(entry: Entry) -> None:
        higher = by_id.get(above(entry) or "")
        if higher is not None and higher.id not in ordered:
            place(higher)
        ordered.setdefault(entry.id, entry)

    for entry in entries:
        place(entry)
    return list(ordered.values())
