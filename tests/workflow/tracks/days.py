"""The days of the law as they are: the real holiday table, and the calendar that counts by it."""

from datetime import date
from functools import cache

from services.workflow.holidays_seed import seed
from services.workflow.rules.calendar import Calendar

COVERED = date(2027, 12, 31)


@cache
def holidays() -> dict[date, str]:
    return {row.day: row.name for row in seed()}


@cache
def calendar() -> Calendar:
    return Calendar(holidays(), version="1", covers_until=COVERED)
