from datetime import date
from typing import Any

import pytest

from services.contracts.law import Category, Degree, PositionLevel, Role
from services.workflow.rules.examination import (
    Absence,
    Element,
    Hearing,
    HearingForm,
    Member,
    check_council,
    check_ready_to_decide,
    check_second_summons,
    check_summons,
    check_team,
    clarifier,
    exam_date,
    hearing_form,
    may_decide_without_hearing,
    second_summons_by,
    team_required,
)
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from tests.workflow.rules.making import the_book, the_calendar

LEVEL = PositionLevel.PENGAWAS


def a_member(n: int, element: Element = Element.OTHER, level: PositionLevel = LEVEL) -> Member:
    return Member(person_id=f"p{n}", level=level, element=element)


def a_team(**changed: Any) -> list[Member]:
    elements = (Element.SUPERIOR, Element.SUPERVISION, Element.PERSONNEL)
    return [a_member(n, element, **changed) for n, element in enumerate(elements)]


def team_refusal(members: list[Member], **facts: Any) -> RefusalCode:
    known: dict[str, Any] = {
        "examinee": "respondent",
        "examinee_level": LEVEL,
        "formed_by": Role.PPK,
    }
    with pytest.raises(LawRefusal) as refused:
        check_team(the_book(), members, **(known | facts))
    return refused.value.code


def test_superior_inspectorate_and_personnel_make_a_team() -> None:
    check_team(
        the_book(), a_team(), examinee="respondent", examinee_level=LEVEL, formed_by=Role.PPK
    )


def test_a_team_that_the_law_does_not_know_is_refused() -> None:
    two = a_team()[:2]
    doubled = [*two, two[0]]
    other = [*two, a_member(9)]

    assert team_refusal(two) is RefusalCode.TEAM_TOO_SMALL
    assert team_refusal(doubled) is RefusalCode.TEAM_TOO_SMALL
    assert team_refusal(other) is RefusalCode.TEAM_INCOMPLETE
    assert team_refusal(a_team(), formed_by=Role.SUPERIOR) is RefusalCode.TEAM_NOT_FORMED_BY_PPK
    assert team_refusal(a_team(), examinee="p1") is RefusalCode.TEAM_MEMBER_INVOLVED
    assert team_refusal(a_team(), recused={"p2"}) is RefusalCode.TEAM_MEMBER_INVOLVED
    regent = a_team(level=PositionLevel.PPK)
    assert team_refusal(regent) is RefusalCode.TEAM_MEMBER_DECIDES
    lower = a_team(level=PositionLevel.PELAKSANA)
    assert team_refusal(lower) is RefusalCode.TEAM_MEMBER_TOO_LOW


@pytest.mark.parametrize(
    ("count", "formed_by", "code"),
    [
        (5, Role.PPK, None),
        (7, Role.PPK, None),
        (3, Role.PPK, RefusalCode.COUNCIL_TOO_SMALL),
        (6, Role.PPK, RefusalCode.COUNCIL_EVEN),
        (5, Role.BKPSDM, RefusalCode.COUNCIL_NOT_FORMED_BY_PPK),
    ],
)
def test_a_council_is_odd_and_formed_by_the_ppk(
    count: int, formed_by: Role, code: RefusalCode | None
) -> None:
    members = [a_member(n) for n in range(count)]
    known: dict[str, Any] = {"examinee": "x", "examinee_level": LEVEL, "formed_by": formed_by}

    if code is None:
        check_council(the_book(), members, **known)
    else:
        with pytest.raises(LawRefusal) as refused:
            check_council(the_book(), members, **known)
        assert refused.value.code is code


@pytest.mark.parametrize(
    ("letter", "exam"),
    [
        ("2024-10-21", "2024-10-30"),
        ("2023-03-16", "2023-03-29"),
        ("2024-12-02", "2024-12-11"),
        ("2024-12-12", "2024-12-23"),
        ("2026-12-01", "2026-12-10"),
        ("2026-12-11", "2026-12-22"),
    ],
)
def test_the_examination_lies_on_the_seventh_working_day(letter: str, exam: str) -> None:
    letter_on, exam_on = date.fromisoformat(letter), date.fromisoformat(exam)

    assert exam_date(the_book(), letter_on, the_calendar()) == exam_on
    check_summons(the_book(), letter_on, exam_on, the_calendar())


@pytest.mark.parametrize(
    ("exam", "reason", "code"),
    [
        ("2024-10-29", "", RefusalCode.SUMMONS_GAP),
        ("2024-10-31", "", RefusalCode.SUMMONS_GAP),
        ("2024-11-02", "", RefusalCode.SUMMONS_ON_CLOSED_DAY),
        ("2024-10-31", "examinee on duty travel", None),
        ("2024-10-21", "in a hurry", RefusalCode.SUMMONS_GAP),
    ],
)
def test_another_day_needs_a_reason(exam: str, reason: str, code: RefusalCode | None) -> None:
    args = (the_book(), date(2024, 10, 21), date.fromisoformat(exam), the_calendar())

    if code is None:
        check_summons(*args, reason=reason)
    else:
        with pytest.raises(LawRefusal) as refused:
            check_summons(*args, reason=reason)
        assert refused.value.code is code


def an_absence(**facts: Any) -> Absence:
    known: dict[str, Any] = {
        "summons_on": date(2024, 12, 2),
        "exam_on": date(2024, 12, 11),
        "served_on": date(2024, 12, 3),
        "proof": "receipt",
    }
    return Absence(**(known | facts))


SECOND = an_absence(
    summons_on=date(2024, 12, 12), exam_on=date(2024, 12, 23), served_on=date(2024, 12, 13)
)


@pytest.mark.parametrize(
    "facts",
    [
        {"proof": ""},
        {"served_on": None},
        {"served_on": date(2024, 12, 11)},
        {"excused": True},
        {"served_on": date(2024, 12, 1)},
    ],
)
def test_an_absence_without_timely_proof_or_excused_does_not_count(facts: dict[str, Any]) -> None:
    absence = an_absence(**facts)

    assert not absence.counts
    assert not may_decide_without_hearing([absence, SECOND])
    with pytest.raises(LawRefusal) as refused:
        check_second_summons(
            the_book(), absence, date(2024, 12, 12), date(2024, 12, 23), the_calendar()
        )
    assert refused.value.code is RefusalCode.ABSENCE_NOT_PROVED


def test_two_proved_absences_open_the_decision() -> None:
    assert may_decide_without_hearing([an_absence(), SECOND])
    assert not may_decide_without_hearing([an_absence()])
    assert not may_decide_without_hearing([an_absence(), an_absence()])


def test_the_second_summons_follows_within_seven_working_days() -> None:
    first, calendar = an_absence(), the_calendar()

    assert second_summons_by(the_book(), first, calendar) == date(2024, 12, 20)
    check_second_summons(the_book(), first, date(2024, 12, 12), date(2024, 12, 23), calendar)
    with pytest.raises(LawRefusal) as late:
        check_second_summons(the_book(), first, date(2024, 12, 23), date(2025, 1, 6), calendar)
    with pytest.raises(LawRefusal) as early:
        check_second_summons(the_book(), first, date(2024, 12, 10), date(2024, 12, 19), calendar)

    assert late.value.code is RefusalCode.SECOND_SUMMONS_LATE
    assert early.value.code is RefusalCode.DATE_BEFORE_STEP


@pytest.mark.parametrize(
    ("category", "degree", "form"),
    [
        (Category.PNS, Degree.LIGHT, HearingForm.BY_SUPERIOR),
        (Category.PNS, Degree.MEDIUM, HearingForm.BY_SUPERIOR),
        (Category.PPPK, Degree.HEAVY, HearingForm.BY_TEAM),
        (Category.CPNS, Degree.ETHICS, HearingForm.ETHICS_COUNCIL),
        (Category.PNS, None, HearingForm.BY_SUPERIOR),
        (Category.CONTRACT, None, HearingForm.CLARIFICATION),
        (Category.HAMLET_HEAD, None, HearingForm.CLARIFICATION),
    ],
)
def test_each_law_has_its_hearing(
    category: Category, degree: Degree | None, form: HearingForm
) -> None:
    assert hearing_form(category, degree) is form


def test_camat_and_opd_head_clarify() -> None:
    assert clarifier(Category.CONTRACT) is Role.OPD_HEAD
    assert clarifier(Category.VILLAGE_HEAD) is Role.CAMAT


def test_heavy_is_for_a_team() -> None:
    assert [degree for degree in Degree if team_required(degree)] == [Degree.HEAVY]


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.UNKNOWN])
@pytest.mark.parametrize("degree", list(Degree))
def test_no_decision_before_the_hearing(category: Category, degree: Degree) -> None:
    with pytest.raises(LawRefusal) as refused:
        check_ready_to_decide(the_book(), category, degree if category.is_asn else None, None)

    assert refused.value.citation is not None


@pytest.mark.parametrize(
    ("category", "degree", "hearing", "facts", "code"),
    [
        (Category.PNS, Degree.LIGHT, Hearing.MINUTES_SIGNED, {}, None),
        (Category.PNS, Degree.MEDIUM, Hearing.MINUTES_REFUSED, {}, None),
        (Category.PNS, Degree.HEAVY, Hearing.MINUTES_SIGNED, {"by_team": True}, None),
        (Category.PNS, Degree.HEAVY, Hearing.MINUTES_SIGNED, {}, RefusalCode.TEAM_REQUIRED),
        (Category.PNS, Degree.MEDIUM, Hearing.TWICE_ABSENT, {}, RefusalCode.ABSENCE_NOT_PROVED),
        (
            Category.PNS,
            Degree.MEDIUM,
            Hearing.TWICE_ABSENT,
            {"absences": (an_absence(), SECOND)},
            None,
        ),
        (Category.PNS, Degree.MEDIUM, Hearing.CLARIFIED, {}, RefusalCode.NOT_EXAMINED),
        (Category.PPPK, Degree.HEAVY, None, {"by_team": True}, RefusalCode.NOT_EXAMINED),
        (Category.PNS, Degree.ETHICS, Hearing.COUNCIL_HEARD, {}, None),
        (Category.PNS, Degree.ETHICS, Hearing.MINUTES_SIGNED, {}, RefusalCode.COUNCIL_NOT_HEARD),
        (Category.CONTRACT, None, Hearing.CLARIFIED, {}, None),
        (Category.VILLAGE_HEAD, None, None, {}, RefusalCode.NOT_CLARIFIED),
    ],
)
def test_only_the_right_hearing_opens_the_decision(
    category: Category,
    degree: Degree | None,
    hearing: Hearing | None,
    facts: dict[str, Any],
    code: RefusalCode | None,
) -> None:
    if code is None:
        check_ready_to_decide(the_book(), category, degree, hearing, **facts)
    else:
        with pytest.raises(LawRefusal) as refused:
            check_ready_to_decide(the_book(), category, degree, hearing, **facts)
        assert refused.value.code is code
