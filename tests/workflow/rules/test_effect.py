from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.law import Category, Remedy
from services.workflow.rules.calendar import Unit
from services.workflow.rules.effect import (
    RemedyPeriod,
    effective_on,
    holds_effect,
    remedy_period,
)
from services.workflow.rules.steps import Step
from tests.workflow.rules.making import a_book_with_pppk_ladder, the_book, the_calendar


def a_step(code: str) -> Step:
    step = a_book_with_pppk_ladder().find_step(code)
    assert step is not None
    return step


def period(category: Category, code: str, decided: date, received: date) -> RemedyPeriod:
    return remedy_period(
        the_book(),
        category,
        a_step(code),
        decided_on=decided,
        received_on=received,
        calendar=the_calendar(),
    )


@pytest.mark.parametrize(
    ("received", "until", "effective"),
    [
        ("2024-12-02", "2024-12-20", "2024-12-23"),
        ("2023-04-03", None, "2023-05-03"),
        ("2025-01-13", None, "2025-02-06"),
        ("2027-01-11", "2027-01-29", "2027-02-01"),
    ],
)
def test_discipline_takes_effect_on_the_fifteenth_working_day(
    received: str, until: str | None, effective: str
) -> None:
    day, code = date.fromisoformat(received), "pns.light.written_reprimand"

    found = effective_on(the_book(), Category.PNS, a_step(code), day, the_calendar())
    objection = period(Category.PNS, code, day, day)

    assert found.on == date.fromisoformat(effective)
    assert found.deadline_key == "EFFECTIVE"
    assert objection.until < found.on
    assert until is None or objection.until == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (Category.VILLAGE_HEAD, "village.written_reprimand_1"),
        (Category.HAMLET_HEAD, "village.oral_reprimand"),
        (Category.CONTRACT, "contract.written_warning_1"),
        (Category.PNS, "ethics.closed_statement"),
    ],
)
def test_village_contract_and_moral_statements_do_not_wait(category: Category, code: str) -> None:
    day = date(2024, 11, 4)

    found = effective_on(the_book(), category, a_step(code), day, the_calendar())
    objection = period(category, code, day, day)

    assert (found.on, found.deadline_key) == (day, None)
    assert objection.remedy is Remedy.ADMINISTRATIVE_OBJECTION
    assert objection.until == the_calendar().due(day, 21, Unit.WD)
    assert not holds_effect(objection, day)


@pytest.mark.parametrize(
    ("category", "code", "remedy"),
    [
        (Category.PNS, "pns.heavy.demotion_12m", Remedy.OBJECTION),
        (Category.PNS, "pns.light.oral_reprimand", Remedy.OBJECTION),
        (Category.PNS, "pns.heavy.dismissal_honourable", Remedy.APPEAL_BPASN),
        (Category.PNS, "asn.dismissal_dishonourable", Remedy.APPEAL_BPASN),
        (Category.PPPK, "pppk.heavy.termination_honourable", Remedy.APPEAL_BPASN),
        (Category.PPPK, "pppk.light.oral_reprimand", Remedy.OBJECTION),
    ],
)
def test_only_the_end_of_service_is_appealed(category: Category, code: str, remedy: Remedy) -> None:
    assert period(category, code, date(2025, 1, 6), date(2025, 1, 13)).remedy is remedy


def test_an_appeal_is_warned_of_by_the_decision_and_lost_by_the_receipt() -> None:
    found = period(
        Category.PNS, "pns.heavy.dismissal_honourable", date(2025, 1, 6), date(2025, 1, 13)
    )

    assert found.warn_by == date(2025, 1, 24)
    assert found.until == date(2025, 2, 5)


def test_the_paper_s_date_counts_not_the_day_of_recording() -> None:
    found = period(Category.PNS, "pns.heavy.demotion_12m", date(2024, 11, 20), date(2024, 12, 2))

    assert holds_effect(found, date(2024, 12, 20))
    assert not holds_effect(found, date(2024, 12, 23))


@given(st.dates(date(2021, 9, 1), date(2027, 10, 1)))
def test_the_objection_always_lapses_on_the_working_day_before_the_effect(day: date) -> None:
    code = "pns.heavy.demotion_12m"
    effective = effective_on(the_book(), Category.PNS, a_step(code), day, the_calendar()).on

    until = period(Category.PNS, code, day, day).until
    assert the_calendar().add_working_days(until, 1) == effective


def test_the_worked_example_comes_out() -> None:
    book, calendar = the_book(), the_calendar()
    expected = [
        ("INTAKE_FORWARD", "2026-11-23", "2026-11-26"),
        ("INTAKE_FIRST_RESPONSE", "2026-11-23", "2026-11-30"),
        ("SUPERVISORY_TOTAL", "2026-11-23", "2027-02-22"),
        ("SUMMON_1", "2026-12-01", "2026-12-10"),
        ("SUMMON_2", "2026-12-10", "2026-12-21"),
        ("SUMMON_2_EXAM", "2026-12-11", "2026-12-22"),
        ("DELIVERY", "2027-01-06", "2027-01-26"),
        ("OBJECTION_FILE", "2027-01-11", "2027-01-29"),
        ("APPEAL_FILE", "2027-01-11", "2027-01-29"),
        ("EFFECTIVE", "2027-01-11", "2027-02-01"),
        ("OBJECTION_REPLY", "2027-01-25", "2027-02-02"),
        ("OBJECTION_DECIDE", "2027-01-25", "2027-02-24"),
        ("APPEAL_REPLY", "2027-01-25", "2027-02-24"),
        ("APPEAL_DECIDE", "2027-01-25", "2027-05-10"),
    ]

    for key, anchor, due in expected:
        rule = book.find_deadline(key)
        assert rule.due(date.fromisoformat(anchor), calendar) == date.fromisoformat(due), key
        assert rule.explain(date.fromisoformat(anchor), calendar).due == date.fromisoformat(due)
