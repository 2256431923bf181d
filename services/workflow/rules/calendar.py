"""Working days: Monday to Friday without national holidays and joint leave.

The anchor is day 0 and never counted; day n is the n-th working day after it.
The table of days is an argument, so a changed calendar gives other dates by the same code.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_DAY: Final = timedelta(days=1)


class Unit(StrEnum):
    """Working days (hari kerja) or calendar days (hari kalender)."""

    WD = "WD"
    CD = "CD"


class Skipped(BaseModel):
    """One weekday that a count passed over, and why."""

    model_config = ConfigDict(frozen=True)

    day: date
    name: str


class Count(BaseModel):
    """A due date with what led to it, for the person who doubts it."""

    model_config = ConfigDict(frozen=True)

    anchor: date
    n: int
    unit: Unit
    due: date
    skipped: tuple[Skipped, ...] = ()
    beyond_table: bool = False


class Calendar:
    """The days on which offices work, from one version of the holiday table."""

    def __init__(
        self,
        non_working: Mapping[date, str] | Iterable[date] = (),
        *,
        weekdays: frozenset[int] = MONDAY_TO_FRIDAY,
        version: str = "",
        covers_until: date | None = None,
    ) -> None:
        if not weekdays:
            raise ValueError("a calendar without a working weekday never ends a count")
        self._names: dict[date, str] = (
            dict(non_working)
            if isinstance(non_working, Mapping)
            else dict.fromkeys(non_working, "")
        )
        self._weekdays = weekdays
        self.version = version
        self._covers_until = covers_until or date(
            max((d.year for d in self._names), default=1), 12, 31
        )

    def is_working_day(self, day: date) -> bool:
        """True on a weekday of this calendar that is neither holiday nor joint leave."""
        return day.weekday() in self._weekdays and day not in self._names

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, or before it if n is negative; n = 0 is `day`."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative backwards."""
        if end < start:
            return -self.working_days_between(end - _DAY, start - _DAY)
        days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def due(self, anchor: date, n: int, unit: Unit) -> date:
        """The last day of a period of n days that is anchored on `anchor`."""
        if unit is Unit.WD:
            return self.add_working_days(anchor, n)
        return anchor + timedelta(days=n)

    def explain(self, anchor: date, n: int, unit: Unit) -> Count:
        """The same due date with the named days that the count passed over."""
        due = self.due(anchor, n, unit)
        first, last = min(anchor, due), max(anchor, due)
        skipped = tuple(
            Skipped(day=day, name=name)
            for day, name in sorted(self._names.items())
            if unit is Unit.WD and first < day < last and day.weekday() in self._weekdays
        )
        return Count(
            anchor=anchor,
            n=n,
            unit=unit,
            due=due,
            skipped=skipped,
            beyond_table=unit is Unit.WD and last > self._covers_until,
        )
