from datetime import UTC, datetime, timedelta

import pytest

from services.kit.clock import ClockRecord, InstallationClock

REAL = datetime(2026, 11, 22, tzinfo=UTC)
LEGAL = datetime(2019, 12, 1, 1, tzinfo=UTC)


def a_record(rate: float) -> ClockRecord:
    return ClockRecord(generation=1, real_anchor=REAL, virtual_anchor=LEGAL, rate=rate)


class StandingClock(InstallationClock):
    """The installation's clock with a record of the test's own."""

    def __init__(self, at: datetime) -> None:
        self._standing = ClockRecord(generation=1, real_anchor=REAL, virtual_anchor=at, rate=0)

    async def record(self) -> ClockRecord:
        return self._standing


@pytest.mark.parametrize(("rate", "hours"), [(0, 0), (1, 5), (60, 300)])
def test_legal_time_runs_at_its_rate(rate, hours):
    assert a_record(rate).at(REAL + timedelta(hours=5)) == LEGAL + timedelta(hours=hours)


def test_a_standing_clock_never_reaches_a_later_instant_by_itself():
    assert a_record(0).real_seconds_until(LEGAL + timedelta(days=1), REAL) is None
    assert a_record(0).real_seconds_until(LEGAL, REAL) == 0


def test_a_running_clock_says_how_long_to_wait():
    assert a_record(2).real_seconds_until(LEGAL + timedelta(hours=1), REAL) == 1800


async def test_the_day_is_the_day_where_the_law_is_applied():
    late = StandingClock(datetime(2024, 10, 6, 17, 30, tzinfo=UTC))

    assert str(await late.today("Asia/Jakarta")) == "2024-10-07"
    assert str(await late.today("UTC")) == "2024-10-06"
