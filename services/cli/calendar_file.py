"""The CSV of holidays, and the table that comes of putting it over the one in force."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Final

from services.contracts.law import JURISDICTION_PATTERN
from services.workflow.calendar_store import Holiday

COLUMNS: Final = ("day", "kind", "name", "source", "jurisdiction")
KINDS: Final = ("public", "government", "election", "local")


def read(text: str) -> tuple[list[Holiday], list[str]]:
    """The days of a file, and what is wrong in it, by line."""
    reader = csv.DictReader(StringIO(text), strict=True)
    if set(reader.fieldnames or ()) != set(COLUMNS):
        return [], [f"line 1: the columns are {', '.join(COLUMNS)}"]
    days: list[Holiday] = []
    wrong: list[str] = []
    seen: dict[tuple[date, str], int] = {}
    try:
        for row in reader:
            found = _day({key: (value or "").strip() for key, value in row.items() if key})
            if isinstance(found, str):
                wrong.append(f"line {reader.line_num}: {found}")
                continue
            key = (found.day, found.jurisdiction)
            if key in seen:
                wrong.append(f"line {reader.line_num}: the same day as line {seen[key]}")
            seen.setdefault(key, reader.line_num)
            days.append(found)
    except csv.Error as error:
        wrong.append(f"line {reader.line_num}: {error}")
    return days, wrong


def _day(cells: dict[str, str]) -> Holiday | str:
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError:
        return "`day` is not a date like 2026-08-17"
    if cells["kind"] not in KINDS:
        return f"`kind` is one of {', '.join(KINDS)}"
    if not cells["name"] or not cells["source"]:
        return "`name` and `source` (the decree) are needed"
    if cells["jurisdiction"] and not re.match(JURISDICTION_PATTERN, cells["jurisdiction"]):
        return "`jurisdiction` is empty or of the form 35.08"
    return Holiday.model_validate(cells | {"day": day})


def over(before: Sequence[Holiday], new: Sequence[Holiday]) -> list[Holiday]:
    """A complete table: the file replaces every year that it names, by jurisdiction."""
    replaced = {(holiday.jurisdiction, holiday.day.year) for holiday in new}
    kept = [h for h in before if (h.jurisdiction, h.day.year) not in replaced]
    return sorted([*kept, *new], key=lambda h: (h.day, h.jurisdiction))
