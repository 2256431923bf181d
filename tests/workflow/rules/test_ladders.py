from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.law import Category, Degree
from services.workflow.rules.ladders import (
    Agreement,
    Asked,
    VillageStep,
    allowed,
    check_sanction,
    ladder,
)
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import MediumRegime
from tests.workflow.rules.making import a_book_with_pppk_ladder, asked, the_book

ON = date(2024, 10, 7)
CLAUSE = Agreement(clause="Pasal 9", covers=frozenset({"contract.written_warning_1"}))


def refusal(question: Asked, *, local: bool = False) -> LawRefusal:
    with pytest.raises(LawRefusal) as refused:
        check_sanction(a_book_with_pppk_ladder() if local else the_book(), question)
    return refused.value


def a_step(sanction: str, *, complied: bool | None = False, day: int = 1) -> VillageStep:
    return VillageStep(sanction=sanction, decided_on=date(2024, 11, day), complied=complied)


def codes(category: Category, **facts: MediumRegime) -> list[str]:
    return [step.code for step in ladder(the_book(), category, ON, **facts)]


def test_the_interim_medium_sanctions_stand_until_the_pay_regulation() -> None:
    now = codes(Category.PNS)
    later = codes(Category.PNS, medium_regime=MediumRegime.PP94_ALLOWANCE)

    assert "pns.medium.kgb_delay_1y" in now
    assert not any("allowance_cut" in code for code in now)
    assert "pns.medium.allowance_cut_25_6m" in later
    assert "pns.medium.kgb_delay_1y" not in later


def test_a_ladder_rises() -> None:
    ranks = [s.rank for s in ladder(the_book(), Category.PNS, ON) if s.degree is not Degree.ETHICS]

    assert ranks == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_a_candidate_civil_servant_has_no_post_or_grade_to_lose() -> None:
    assert [code for code in codes(Category.CPNS) if "heavy" in code] == [
        "pns.heavy.dismissal_honourable"
    ]
    assert refusal(asked("pns.heavy.demotion_12m", category=Category.CPNS)).code is (
        RefusalCode.SANCTION_UNKNOWN
    )


@pytest.mark.parametrize(
    ("sanction", "degree", "code"),
    [
        ("pns.medium.kgb_delay_1y", Degree.HEAVY, RefusalCode.SANCTION_TOO_LIGHT),
        ("pns.light.oral_reprimand", Degree.MEDIUM, RefusalCode.SANCTION_TOO_LIGHT),
        ("pns.heavy.demotion_12m", Degree.MEDIUM, RefusalCode.SANCTION_TOO_HEAVY),
        ("pns.medium.kgb_delay_1y", Degree.LIGHT, RefusalCode.SANCTION_TOO_HEAVY),
        ("asn.dismissal_dishonourable", Degree.HEAVY, RefusalCode.SANCTION_TOO_HEAVY),
        ("ethics.closed_statement", Degree.HEAVY, RefusalCode.MORAL_STATEMENT_NOT_ENOUGH),
        ("pns.light.oral_reprimand", Degree.ETHICS, RefusalCode.SANCTION_NOT_MORAL),
        ("pns.heavy.dismissal_honourable", Degree.ETHICS, RefusalCode.SANCTION_NOT_MORAL),
        ("pns.medium.allowance_cut_25_6m", Degree.MEDIUM, RefusalCode.SANCTION_NOT_IN_FORCE),
        ("village.suspension", Degree.HEAVY, RefusalCode.SANCTION_UNKNOWN),
        ("pns.nothing", Degree.HEAVY, RefusalCode.SANCTION_UNKNOWN),
        ("pns.heavy.demotion_12m", None, RefusalCode.LEGAL_REVIEW_OPEN),
    ],
)
def test_a_sanction_outside_its_degree_is_refused_with_its_source(
    sanction: str, degree: Degree | None, code: RefusalCode
) -> None:
    refused = refusal(asked(sanction, degree=degree))

    assert refused.code is code
    assert refused.citation is not None


def test_party_membership_leaves_no_choice() -> None:
    fixed = ("asn.dismissal_dishonourable",)

    assert check_sanction(the_book(), asked(fixed[0], only_sanctions=fixed)).ends_service
    assert refusal(asked("pns.heavy.demotion_12m", only_sanctions=fixed)).code is (
        RefusalCode.STATUTE_FIXES_SANCTION
    )


def test_an_act_under_the_old_regulation_has_no_ladder() -> None:
    old = asked("pns.heavy.demotion_12m", on=date(2020, 10, 1))

    assert refusal(old).code is RefusalCode.NO_LADDER_IN_FORCE


@pytest.mark.parametrize("category", [Category.PPPK, Category.PPPK_PART_TIME])
def test_a_pppk_is_sanctioned_by_the_local_ladder_only(category: Category) -> None:
    question = asked("pppk.heavy.termination_honourable", category=category)

    assert refusal(question).code is RefusalCode.NO_LOCAL_LADDER
    assert check_sanction(a_book_with_pppk_ladder(), question).ends_service
    pns = asked("pns.heavy.demotion_12m", category=category)
    assert refusal(pns, local=True).code is RefusalCode.SANCTION_UNKNOWN
    early = question.model_copy(update={"on": date(2022, 12, 31)})
    assert refusal(early, local=True).code is RefusalCode.NO_LOCAL_LADDER


def test_a_pppk_gets_moral_statements_without_a_local_ladder() -> None:
    question = asked("ethics.closed_statement", category=Category.PPPK, degree=Degree.ETHICS)

    assert check_sanction(the_book(), question).code == "ethics.closed_statement"


@pytest.mark.parametrize(
    ("last", "degree", "offered"),
    [
        ("pns.heavy.demotion_12m", Degree.HEAVY, [8, 9]),
        ("pns.light.oral_reprimand", Degree.LIGHT, [2, 3]),
        ("pns.light.written_dissatisfaction", Degree.LIGHT, [4, 5, 6]),
        ("pns.heavy.dismissal_honourable", Degree.HEAVY, [9]),
        ("ethics.open_statement", Degree.LIGHT, [1, 2, 3]),
    ],
)
def test_a_repetition_is_heavier_than_the_last(
    last: str, degree: Degree, offered: list[int]
) -> None:
    steps = allowed(the_book(), asked("", degree=degree, last_same_nature=last))

    assert [step.rank for step in steps] == offered


def test_a_repetition_with_the_same_sanction_is_refused() -> None:
    again = asked("pns.heavy.demotion_12m", last_same_nature="pns.heavy.demotion_12m")

    assert refusal(again).code is RefusalCode.REPEAT_NOT_HEAVIER


def test_contract_staff_need_an_agreement_that_covers_the_step() -> None:
    bare = asked("contract.written_warning_1", category=Category.CONTRACT, degree=None)
    clause = bare.model_copy(update={"agreement": CLAUSE})
    beyond = clause.model_copy(update={"sanction": "contract.termination"})

    assert refusal(bare).code is RefusalCode.AGREEMENT_MISSING
    assert check_sanction(the_book(), clause).rank == 2
    assert refusal(beyond).code is RefusalCode.AGREEMENT_DOES_NOT_COVER


VILLAGE = [
    ((), "village.oral_reprimand", None),
    ((), "village.written_reprimand_1", None),
    ((), "village.written_reprimand_2", RefusalCode.VILLAGE_STEP_SKIPPED),
    ((), "village.suspension", RefusalCode.VILLAGE_STEP_SKIPPED),
    ((), "village.dismissal", RefusalCode.VILLAGE_STEP_SKIPPED),
    ((a_step("village.oral_reprimand"),), "village.written_reprimand_1", None),
    (
        (a_step("village.oral_reprimand", complied=None),),
        "village.written_reprimand_1",
        RefusalCode.VILLAGE_STEP_TOO_EARLY,
    ),
    (
        (a_step("village.oral_reprimand", complied=True),),
        "village.written_reprimand_1",
        RefusalCode.VILLAGE_STEP_TOO_EARLY,
    ),
    ((a_step("village.oral_reprimand"),), "village.suspension", RefusalCode.VILLAGE_STEP_SKIPPED),
    ((a_step("village.written_reprimand_1"),), "village.written_reprimand_2", None),
    (
        (a_step("village.written_reprimand_1", day=15),),
        "village.written_reprimand_2",
        RefusalCode.VILLAGE_GAP,
    ),
    ((a_step("village.written_reprimand_3"),), "village.suspension", None),
    ((a_step("village.suspension"),), "village.dismissal", None),
    ((), "pns.light.oral_reprimand", RefusalCode.SANCTION_UNKNOWN),
]


@pytest.mark.parametrize("category", [Category.VILLAGE_HEAD, Category.HAMLET_HEAD])
@pytest.mark.parametrize(("taken", "sanction", "code"), VILLAGE)
def test_the_village_goes_step_by_step(
    category: Category, taken: tuple[VillageStep, ...], sanction: str, code: RefusalCode | None
) -> None:
    question = asked(sanction, category=category, degree=None, village_steps=taken)

    if code is None:
        assert check_sanction(the_book(), question).code == sanction
    else:
        assert refusal(question).code is code


def test_the_village_council_knows_dismissal_only() -> None:
    question = asked("village.council_dismissal", category=Category.VILLAGE_COUNCIL, degree=None)

    assert check_sanction(the_book(), question).rank == 1


def test_nothing_is_imposed_on_somebody_unknown() -> None:
    assert refusal(asked("pns.light.oral_reprimand", category=Category.UNKNOWN)).code is (
        RefusalCode.CATEGORY_UNKNOWN
    )


@given(
    st.sampled_from([category for category in Category if category.is_asn]),
    st.sampled_from(Degree),
    st.sampled_from(a_book_with_pppk_ladder().step),
    st.integers(0, 400),
)
def test_exactly_the_sanctions_inside_the_degree_pass(
    category: Category, degree: Degree, step: object, days: int
) -> None:
    book = a_book_with_pppk_ladder()
    code = step.code  # type: ignore[attr-defined]
    question = asked(code, category=category, degree=degree, on=ON + timedelta(days=days))
    inside = {
        s.code
        for s in ladder(book, category, question.on)
        if s.degree is degree and not s.statute_only
    }
    refused = None
    try:
        passed = check_sanction(book, question).code
    except LawRefusal as refusal_:
        passed, refused = None, refusal_

    assert refused is None or refused.citation is not None
    assert passed == (code if code in inside else None)
    assert {s.code for s in allowed(book, question)} == inside
