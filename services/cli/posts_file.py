"""The CSV of offices and posts: read whole, every mistake named with its line.

One file for both: a line whose `row` is `office` or `post`; columns that the other kind needs stay
empty. An id may be named before its own line.
"""

import csv
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Final, TypeVar

from services.contracts.law import (
    JURISDICTION_PATTERN,
    VILLAGE_CODE_PATTERN,
    Acting,
    OfficeKind,
    PositionLevel,
)
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

_ID: Final = re.compile(r"^[a-z0-9][a-z0-9._-]{0,62}$")


class _WrongError(Exception):
    """One thing that is wrong in one line."""


@dataclass
class Chart:
    """What the file says, and what is wrong in it, by line."""

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
    reader = csv.DictReader(StringIO(text), strict=True)
    columns = set(reader.fieldnames or ())
    if columns != set(COLUMNS):
        unknown, missing = sorted(columns - set(COLUMNS)), sorted(set(COLUMNS) - columns)
        chart.wrong.append(f"line 1: missing columns {missing}, unknown columns {unknown}")
        return chart
    lines: dict[tuple[str, str], int] = {}
    try:
        for row in reader:
            _take(row, reader.line_num, chart, lines)
    except csv.Error as error:
        chart.wrong.append(f"line {reader.line_num}: {error}")
        return chart
    _references(chart, known, lines)
    if not chart.wrong:
        chart.offices = _above_first(chart.offices, lambda office: office.parent_id)
        chart.posts = _above_first(chart.posts, lambda post: post.superior_id)
    return chart


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


def _take(
    row: Mapping[str, str | None], line: int, chart: Chart, lines: dict[tuple[str, str], int]
) -> None:
    try:
        entry = _entry(_cells(row), lines)
    except _WrongError as error:
        chart.wrong.append(f"line {line}: {error}")
        return
    if isinstance(entry, Office):
        chart.offices.append(entry)
    else:
        chart.posts.append(entry)
    lines["office" if isinstance(entry, Office) else "post", entry.id] = line


def _entry(cells: Mapping[str, str], lines: Mapping[tuple[str, str], int]) -> Office | Post:
    kind = cells["row"]
    if kind not in {"office", "post"}:
        raise _WrongError("`row` is office or post")
    if not _ID.match(cells["id"]):
        raise _WrongError("`id` is not of the form a-z, 0-9, dot, dash (at most 63)")
    if (kind, cells["id"]) in lines:
        raise _WrongError(f"{cells['id']} is in line {lines[kind, cells['id']]} already")
    return _office(cells) if kind == "office" else _post(cells)


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    if None in row or None in row.values():
        raise _WrongError(f"it does not have {len(COLUMNS)} cells")
    return {key: (value or "").strip() for key, value in row.items()}


def _office(cells: Mapping[str, str]) -> Office:
    _empty(cells, "level", "superior", "holder", "acting", "since", "until")
    village = cells["village_code"]
    if village and not re.match(VILLAGE_CODE_PATTERN, village):
        raise _WrongError("`village_code` is not of the form 35.08.01.2001")
    if not re.match(JURISDICTION_PATTERN, cells["jurisdiction"]):
        raise _WrongError("`jurisdiction` is not of the form 35.08")
    return Office(
        id=cells["id"],
        jurisdiction=cells["jurisdiction"],
        name=_filled(cells, "name"),
        kind=_one_of(OfficeKind, cells, "kind"),
        parent_id=cells["office"] or None,
        village_code=village or None,
    )


def _post(cells: Mapping[str, str]) -> Post:
    _empty(cells, "kind", "jurisdiction", "village_code")
    since, until = _date(cells, "since"), _date(cells, "until")
    if since and until and until < since:
        raise _WrongError("`until` is before `since`")
    acting = _one_of(Acting, cells, "acting") if cells["acting"] else Acting.DEFINITIVE.value
    if acting != Acting.DEFINITIVE and cells["holder"] and since is None:
        raise _WrongError("an acting holder has a `since`")
    return Post(
        id=cells["id"],
        office_id=_filled(cells, "office"),
        title=_filled(cells, "name"),
        level=_one_of(PositionLevel, cells, "level"),
        superior_id=cells["superior"] or None,
        holder_id=cells["holder"] or None,
        acting=acting,
        since=since,
        until=until,
    )


def _filled(cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise _WrongError(f"`{column}` is empty")
    return cells[column]


def _empty(cells: Mapping[str, str], *columns: str) -> None:
    filled = [column for column in columns if cells[column]]
    if filled:
        raise _WrongError(f"{', '.join(filled)} must be empty in an `{cells['row']}` line")


def _one_of(values: type[StrEnum], cells: Mapping[str, str], column: str) -> str:
    if cells[column] not in set(values):
        raise _WrongError(f"`{column}` is one of {', '.join(values)}")
    return cells[column]


def _date(cells: Mapping[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(cells[column]) if cells[column] else None
    except ValueError as error:
        raise _WrongError(f"`{column}` is not a date like 2024-10-07") from error


def _references(chart: Chart, known: Known, lines: Mapping[tuple[str, str], int]) -> None:
    offices = known.offices | {office.id for office in chart.offices}
    parents = {office.id: office.parent_id for office in chart.offices}
    for office in chart.offices:
        line = lines["office", office.id]
        _named(chart, line, "jurisdiction", office.jurisdiction, known.jurisdictions)
        _named(chart, line, "office", office.parent_id, offices)
        if _circle(office.id, parents):
            chart.wrong.append(f"line {line}: {office.id} is above itself")
    superiors = {**known.superiors} | {post.id: post.superior_id for post in chart.posts}
    for post in chart.posts:
        line = lines["post", post.id]
        _named(chart, line, "office", post.office_id, offices)
        _named(chart, line, "superior", post.superior_id, superiors)
        _named(chart, line, "holder", post.holder_id, known.people)
        if _circle(post.id, superiors):
            chart.wrong.append(f"line {line}: {post.id} is above itself")


def _named(chart: Chart, line: int, column: str, value: str | None, there: Container[str]) -> None:
    if value is not None and value not in there:
        chart.wrong.append(f"line {line}: there is no {column} {value}")


def _circle(start: str, superiors: Mapping[str, str | None]) -> bool:
    seen, at = {start}, superiors.get(start)
    while at is not None and at not in seen:
        seen.add(at)
        at = superiors.get(at)
    return at == start
