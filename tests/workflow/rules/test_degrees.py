from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.law import (
    Category,
    Degree,
    ElectionType,
    Impact,
)
from services.workflow.rules.degrees import (
    ReviewReason,
    degree_of,
)
from services.workflow.rules.elections import Election
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.violations import ActStage
from tests.workflow.rules.judging import (
    AFTER,
    ASN,
    BEFORE,
    DETERMINED,
    SUPPORT,
    an_election,
    judged,
)
from tests.workflow.rules.making import the_book


@pytest.mark.parametrize(
    ("violation", "acted", "resolved", "degree"),
    [
        ("ethics.social-media-like", BEFORE, "ethics.social-media-like", Degree.ETHICS),
        ("disc.social-media-like", BEFORE, "ethics.social-media-like", Degree.ETHICS),
        ("ethics.social-media-like", AFTER, "disc.social-media-like", Degree.HEAVY),
        ("disc.social-media-like", AFTER, "disc.social-media-like", Degree.HEAVY),
        ("disc.social-media-like", DETERMINED, "disc.social-media-like", Degree.HEAVY),
        ("disc.campaign-team-after", BEFORE, "disc.campaign-team-before", Degree.MEDIUM),
        ("disc.campaign-team-before", AFTER, "disc.campaign-team-after", Degree.HEAVY),
        ("disc.approach-party-as-candidate", BEFORE, None, Degree.MEDIUM),
        ("pp94.campaign_with_attributes", AFTER, None, Degree.MEDIUM),
        ("pp94.mobilise_civil_servants", AFTER, None, Degree.HEAVY),
        ("pp94.use_state_facilities", AFTER, None, Degree.HEAVY),
        ("pp94.decision_favouring_candidate", AFTER, None, Degree.HEAVY),
        ("pp94.partisan_activity", AFTER, None, Degree.HEAVY),
        ("pp94.support_letter_with_id_copy", BEFORE, None, Degree.HEAVY),
        ("disc.support-independent-candidate", BEFORE, None, Degree.HEAVY),
        ("disc.join-party", AFTER, None, Degree.HEAVY),
    ],
)
def test_the_stage_of_the_election_decides(
    violation: str, acted: date, resolved: str | None, degree: Degree
) -> None:
    judgement = judged(violation, acted)

    assert judgement.degree is degree
    assert judgement.violation == (resolved or violation)
    assert judgement.legal_review is None


@pytest.mark.parametrize("violation", ["ethics.attend-declaration", "disc.attend-declaration"])
def test_attending_counts_only_with_active_support(violation: str) -> None:
    assert judged(violation, active_support=True).degree is Degree.HEAVY
    assert judged(violation, BEFORE, active_support=True).degree is Degree.ETHICS
    assert judged(violation, active_support=False).legal_review is ReviewReason.PASSIVE_ATTENDANCE
    unknown = judged(violation)
    assert unknown.legal_review is ReviewReason.ACTIVE_SUPPORT_NOT_ESTABLISHED


@pytest.mark.parametrize(
    ("violation", "acted", "to", "reason"),
    [
        ("disc.social-media-like", date(2024, 9, 20), AFTER, ReviewReason.ACROSS_DETERMINATION),
        ("pp94.use_state_facilities", BEFORE, BEFORE, ReviewReason.NO_RULE_FOR_STAGE),
        ("ethics.spouse-candidate-no-leave", AFTER, AFTER, ReviewReason.NO_RULE_FOR_STAGE),
        (
            "pp94.use_state_facilities",
            date(2021, 8, 30),
            date(2021, 8, 30),
            ReviewReason.NO_RULE_IN_FORCE,
        ),
        (
            "disc.social-media-like",
            date(2022, 9, 21),
            date(2022, 9, 23),
            ReviewReason.NO_RULE_IN_FORCE,
        ),
        ("pp94.join_campaign", AFTER, AFTER, ReviewReason.DEGREE_DISPUTED),
    ],
)
def test_where_no_degree_follows_a_person_says_it(
    violation: str, acted: date, to: date, reason: ReviewReason
) -> None:
    judgement = judged(violation, acted, to)

    assert judgement.legal_review is reason
    assert judgement.degree is None


def test_an_unknown_election_or_determination_is_reviewed() -> None:
    open_date = an_election().model_copy(update={"determined_on": None})

    nothing = degree_of(the_book(), "disc.social-media-like", Category.PNS, AFTER, AFTER, None)
    assert nothing.legal_review is ReviewReason.NO_ELECTION
    undated = judged("disc.social-media-like", election=open_date)
    assert undated.legal_review is ReviewReason.DETERMINATION_UNKNOWN


@pytest.mark.parametrize(
    ("impact", "degree"),
    [
        (Impact.UNIT, Degree.LIGHT),
        (Impact.INSTITUTION, Degree.MEDIUM),
        (Impact.STATE, Degree.HEAVY),
    ],
)
def test_a_village_election_grades_civil_servants_by_impact(impact: Impact, degree: Degree) -> None:
    acted, election = date(2023, 3, 10), an_election("pilkades-2023-5203")

    judgement = judged("pilkades.asn-partisan", acted, election=election, impact=impact)

    assert judgement.degree is degree


def test_without_an_established_impact_there_is_no_degree() -> None:
    acted, election = date(2023, 3, 10), an_election("pilkades-2023-5203")

    judgement = judged("pilkades.asn-partisan", acted, election=election)

    assert judgement.legal_review is ReviewReason.IMPACT_NOT_ESTABLISHED


def test_unequal_service_is_proposed_but_reviewed() -> None:
    judgement = judged("pp94.unequal-service", impact=Impact.INSTITUTION)

    assert judgement.legal_review is ReviewReason.DEGREE_DISPUTED
    assert judgement.proposed is Degree.MEDIUM


@pytest.mark.parametrize(
    "violation",
    [
        row.slug
        for row in the_book().violation
        if row.slug.startswith(("pp94.j", "disc.s", "ethics"))
    ],
)
def test_article_5n_and_the_joint_decree_never_reach_a_village_election(violation: str) -> None:
    with pytest.raises(LawRefusal) as refused:
        judged(violation, date(2023, 3, 10), election=an_election("pilkades-2023-5203"))

    assert refused.value.code is RefusalCode.VIOLATION_NOT_FOR_ELECTION
    assert refused.value.citation == the_book().cite("pilkades_gap")


@pytest.mark.parametrize("category", [Category.VILLAGE_HEAD, Category.HAMLET_HEAD])
def test_the_campaign_ban_of_the_village_law_is_not_for_village_elections(
    category: Category,
) -> None:
    with pytest.raises(LawRefusal) as refused:
        judged(
            "village.join-campaign",
            date(2019, 12, 12),
            category=category,
            election=an_election("pilkades-2019-3508"),
        )

    assert refused.value.code is RefusalCode.VIOLATION_NOT_FOR_ELECTION


def test_village_and_contract_have_no_degree() -> None:
    village = judged("village.abuse-of-authority", category=Category.VILLAGE_HEAD)
    contract = judged("contract.join-campaign", category=Category.CONTRACT)

    assert (village.degree, village.legal_review) == (None, None)
    assert (contract.degree, contract.legal_review) == (None, None)


@pytest.mark.parametrize(
    ("violation", "category"),
    [
        ("village.join-campaign", Category.PNS),
        ("pp94.use_state_facilities", Category.VILLAGE_HEAD),
        ("ethics.social-media-like", Category.CONTRACT),
        ("village.join-campaign", Category.VILLAGE_COUNCIL),
    ],
)
def test_a_rule_for_others_is_refused(violation: str, category: Category) -> None:
    with pytest.raises(LawRefusal) as refused:
        judged(violation, category=category)

    assert refused.value.code is RefusalCode.VIOLATION_NOT_FOR_CATEGORY


def test_an_unknown_category_or_violation_is_refused() -> None:
    with pytest.raises(LawRefusal) as category:
        judged("disc.social-media-like", category=Category.UNKNOWN)
    with pytest.raises(LawRefusal) as violation:
        judged("disc.nothing")

    assert category.value.code is RefusalCode.CATEGORY_UNKNOWN
    assert violation.value.code is RefusalCode.VIOLATION_UNKNOWN


def test_a_regency_may_let_the_discipline_list_reach_prospective_candidates() -> None:
    both = the_book().overlaid(
        Overlay.parse(
            """
            jurisdiction = "35.08"
            title = "Keputusan Contoh"
            [[setting]]
            key = "d_list_for_prospective"
            value = "both"
            basis = "Telaah Contoh"
            certainty = "local"
            valid_from = 2023-01-01
            """
        )
    )
    judgement = degree_of(
        both, "disc.social-media-like", Category.PNS, BEFORE, BEFORE, an_election()
    )

    assert judgement.degree is Degree.HEAVY
    assert judgement.doubts


def test_the_sources_doubt_is_shown_to_the_decider() -> None:
    assert judged("disc.social-media-like").doubts == (the_book().cite("bakal_or_calon"),)


def test_an_act_that_ends_before_it_begins_is_our_bug() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        judged("disc.social-media-like", AFTER, BEFORE)


@given(ASN, st.dates(date(2022, 9, 22), date(2025, 12, 31)))
def test_a_like_is_ethics_until_the_day_before_the_determination(
    category: Category, acted: date
) -> None:
    degree = judged("disc.social-media-like", acted, category=category).degree

    assert degree is (Degree.ETHICS if acted < DETERMINED else Degree.HEAVY)


@given(
    st.sampled_from(the_book().violation),
    st.sampled_from(Category),
    st.sampled_from(the_book().election),
    st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    st.integers(0, 40),
)
def test_every_judgement_is_exactly_one_thing(
    violation: Any, category: Category, election: Election, acted: date, days: int
) -> None:
    to = acted + timedelta(days=days)
    try:
        judgement = degree_of(the_book(), violation.slug, category, acted, to, election, SUPPORT)
    except LawRefusal:
        return
    settled = [
        judgement.degree is not None,
        judgement.legal_review is not None,
        judgement.exculpated,
        not category.is_asn and judgement.legal_review is None,
    ]

    assert settled.count(True) == 1
    if judgement.legal_review is None:
        row = the_book().find_violation(judgement.violation, acted)
        assert row.in_force_on(acted)
        assert row.in_force_on(to)
        assert election.type in row.elections
        if row.stage is not ActStage.ANY:
            assert election.type is not ElectionType.PILKADES
