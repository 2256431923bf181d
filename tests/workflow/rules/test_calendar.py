from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workflow.holidays_seed import HolidayKind, seed
from services.workflow.rules.calendar import Calendar, Unit
from tests.workflow.rules.making import the_calendar

DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))
COUNTS = st.integers(min_value=1, max_value=90)


@pytest.mark.parametrize(
    ("start", "n", "result"),
    [
        ("2024-04-05", 3, "2024-04-18"),
        ("2025-08-15", 1, "2025-08-19"),
        ("2026-03-13", 7, "2026-03-31"),
        ("2026-03-30", -7, "2026-03-12"),
        ("2026-05-26", 3, "2026-06-03"),
        ("2026-06-01", 65, "2026-09-03"),
        ("2026-07-14", 15, "2026-08-04"),
        ("2026-11-23", 7, "2026-12-02"),
        ("2026-11-23", 14, "2026-12-11"),
        ("2026-12-18", 7, "2026-12-31"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-03-01", 14, "2027-03-31"),
    ],
)
def test_a_count_passes_over_holidays_and_joint_leave(start: str, n: int, result: str) -> None:
    due = the_calendar().add_working_days(date.fromisoformat(start), n)

    assert due == date.fromisoformat(result)


@pytest.mark.parametrize(
    ("year", "with_joint_leave", "without"),
    [(2024, 238, 248), (2025, 237, 248), (2026, 240, 248), (2027, 242, 250)],
)
def test_a_year_has_its_working_days(year: int, with_joint_leave: int, without: int) -> None:
    before, last = date(year - 1, 12, 31), date(year, 12, 31)
    public = Calendar(row.day for row in seed() if row.kind is HolidayKind.NH)

    assert the_calendar().working_days_between(before, last) == with_joint_leave
    assert public.working_days_between(before, last) == without


@pytest.mark.parametrize(
    ("year", "national", "joint"),
    [(2019, 17, 4), (2020, 17, 5), (2023, 16, 11), (2024, 19, 10), (2025, 17, 11), (2026, 17, 8)],
)
def test_the_seed_has_both_kinds(year: int, national: int, joint: int) -> None:
    rows = [row for row in seed() if row.day.year == year]

    assert sum(row.kind is HolidayKind.NH for row in rows) == national
    assert sum(row.kind is HolidayKind.CB for row in rows) == joint


LISTS = {
    (2024, HolidayKind.NH): "0101 0208 0210 0214 0311 0329 0331 0410 0411 0501 0509 0523 0601 0617 "
    "0707 0817 0916 1127 1225",
    (2024, HolidayKind.CB): "0209 0312 0408 0409 0412 0415 0510 0524 0618 1226",
    (2025, HolidayKind.NH): "0101 0127 0129 0329 0331 0401 0418 0420 0501 0512 0529 0601 0606 0627 "
    "0817 0905 1225",
    (2025, HolidayKind.CB): "0128 0328 0402 0403 0404 0407 0513 0530 0609 0818 1226",
    (2026, HolidayKind.NH): "0101 0116 0217 0319 0321 0322 0403 0405 0501 0514 0527 0531 0601 0616 "
    "0817 0825 1225",
    (2026, HolidayKind.CB): "0216 0318 0320 0323 0324 0515 0528 1224",
    (2027, HolidayKind.NH): "0101 0105 0206 0308 0310 0311 0326 0328 0501 0506 0517 0520 0601 0606 "
    "0815 0817 1225 1226",
    (2027, HolidayKind.CB): "0205 0309 0312 0315 0325 0518 0519 1224",
}


@pytest.mark.parametrize(("year", "kind"), LISTS)
def test_the_seed_is_the_decreed_list(year: int, kind: HolidayKind) -> None:
    days = [f"{row.day:%m%d}" for row in seed(year, year) if row.kind is kind]

    assert days == LISTS[year, kind].split()


def test_the_seed_names_election_days_and_the_late_joint_leave() -> None:
    rows = {row.day: row for row in seed()}

    assert rows[date(2024, 11, 27)].kind is HolidayKind.NH
    assert rows[date(2024, 2, 14)].kind is HolidayKind.NH
    assert rows[date(2025, 8, 18)].kind is HolidayKind.CB
    assert {row.day for row in seed() if row.estimated} == {
        date(2027, 3, 10),
        date(2027, 3, 11),
        date(2027, 5, 17),
    }


def test_a_changed_table_gives_another_date() -> None:
    known = {row.day for row in seed()} - {date(2025, 8, 18)}

    before = Calendar(known).add_working_days(date(2025, 8, 15), 1)
    after = Calendar(known | {date(2025, 8, 18)}).add_working_days(date(2025, 8, 15), 1)

    assert (before, after) == (date(2025, 8, 18), date(2025, 8, 19))


def test_calendar_days_run_through_everything() -> None:
    assert the_calendar().due(date(2024, 4, 5), 14, Unit.CD) == date(2024, 4, 19)


def test_an_explanation_names_the_days_that_were_skipped() -> None:
    count = the_calendar().explain(date(2024, 4, 5), 3, Unit.WD)

    assert count.due == date(2024, 4, 18)
    assert [row.day.day for row in count.skipped] == [8, 9, 10, 11, 12, 15]
    assert not count.beyond_table
    assert the_calendar().explain(date(2027, 12, 30), 5, Unit.WD).beyond_table


def test_a_calendar_that_never_works_is_refused() -> None:
    with pytest.raises(ValueError, match="never ends"):
        Calendar(weekdays=frozenset())


@given(DAYS, COUNTS)
def test_a_due_day_is_a_working_day_after_its_anchor(day: date, n: int) -> None:
    due = the_calendar().add_working_days(day, n)

    assert due > day
    assert the_calendar().is_working_day(due)


@given(DAYS, COUNTS)
def test_counting_back_undoes_counting(day: date, n: int) -> None:
    calendar = the_calendar()
    due = calendar.add_working_days(day, n)

    assert calendar.working_days_between(day, due) == n
    if calendar.is_working_day(day):
        assert calendar.add_working_days(due, -n) == day
        assert calendar.working_days_between(due, day) == -n


@given(DAYS, DAYS, COUNTS)
def test_a_later_anchor_is_never_due_earlier(one: date, other: date, n: int) -> None:
    early, late = sorted((one, other))

    assert the_calendar().add_working_days(early, n) <= the_calendar().add_working_days(late, n)


@given(DAYS, COUNTS)
def test_a_longer_period_ends_later(day: date, n: int) -> None:
    assert the_calendar().add_working_days(day, n) < the_calendar().add_working_days(day, n + 1)
