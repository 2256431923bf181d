"""The first holiday table, from the `holidays` package; never asked at decision time.

Public days are national holidays (NH), government days joint leave of the civil service
(cuti bersama, CB): both are no working days. A person keeps the table up to date from then on.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from typing import Final

import holidays
from pydantic import BaseModel, ConfigDict

FIRST_YEAR: Final = 2019
LAST_YEAR: Final = 2027


class HolidayKind(StrEnum):
    """National holiday (libur nasional) or joint leave (cuti bersama)."""

    NH = "NH"
    CB = "CB"


class Holiday(BaseModel):
    """One row of the seeded table; `estimated` days wait for their decree."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    name: str
    kind: HolidayKind
    source: str
    estimated: bool = False


def seed(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> tuple[Holiday, ...]:
    """All holidays and joint-leave days of those years in order, one row a day."""
    rows = {row.day: row for row in _rows("government", HolidayKind.CB, first, last)}
    rows |= {row.day: row for row in _rows("public", HolidayKind.NH, first, last)}
    return tuple(rows[day] for day in sorted(rows))


def _rows(category: str, kind: HolidayKind, first: int, last: int) -> Iterator[Holiday]:
    source = f"holidays {version('holidays')}, {category}"
    years = range(first, last + 1)
    days = holidays.country_holidays("ID", years=years, categories=(category,), language="id")
    for day, name in days.items():
        estimated = "perkiraan" in name or "estimated" in name
        yield Holiday(day=day, name=name, kind=kind, source=source, estimated=estimated)
