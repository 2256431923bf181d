"""Working days counted from the public lists alone, so that the demo does not believe our own."""

from datetime import date, timedelta

import holidays


def add_working_days(start: date, n: int) -> date:
    """The n-th day after `start` that is no weekend, national holiday or joint leave."""
    years = range(start.year, start.year + 2)
    closed = holidays.country_holidays("ID", years=years, categories=("public", "government"))
    day = start
    while n:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            n -= 1
    return day
