from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.law import (
    CandidateRelation,
    Category,
    Degree,
)
from services.workflow.rules.citations import Certainty, Citation
from services.workflow.rules.degrees import (
    ReviewReason,
    heaviest,
    reviewed,
)
from tests.workflow.rules.judging import AFTER, BEFORE, an_election, judged
from tests.workflow.rules.making import the_book


def test_a_spouse_without_symbols_or_support_is_exculpated() -> None:
    spouse = CandidateRelation.SPOUSE
    passive = judged(
        "ethics.attend-declaration", BEFORE, relation=spouse, active_support=False, symbols=False
    )

    assert passive.exculpated
    assert passive.degree is None
    assert passive.legal_review is None
    assert "18/2023" in passive.citation.text


def test_a_spouse_with_symbols_is_judged_like_anybody() -> None:
    known: dict[str, Any] = {
        "relation": CandidateRelation.SPOUSE,
        "active_support": True,
        "symbols": True,
    }

    assert judged("ethics.attend-declaration", BEFORE, **known).degree is Degree.ETHICS


def test_a_spouse_is_reviewed_where_little_is_established_or_the_rule_is_too_young() -> None:
    spouse = CandidateRelation.SPOUSE
    unknown = judged("ethics.photo-with-candidate", BEFORE, relation=spouse, active_support=False)
    early = judged("ethics.photo-with-candidate", date(2023, 5, 1), relation=spouse)

    assert unknown.legal_review is ReviewReason.ACTIVE_SUPPORT_NOT_ESTABLISHED
    assert early.legal_review is ReviewReason.SPOUSE_RULE_NOT_IN_FORCE


def test_a_sibling_is_no_spouse() -> None:
    known: dict[str, Any] = {
        "relation": CandidateRelation.SIBLING,
        "active_support": False,
        "symbols": False,
    }

    assert not judged("ethics.photo-with-candidate", BEFORE, **known).exculpated


def test_of_several_violations_the_heaviest_counts() -> None:
    light = judged("ethics.social-media-like", BEFORE)
    medium = judged("pp94.campaign_with_attributes")
    heavy = judged("disc.social-media-like")
    open_one = judged("pp94.join_campaign")

    assert heaviest([light, heavy, medium]).degree is Degree.HEAVY
    assert heaviest([medium, open_one]).legal_review is ReviewReason.DEGREE_DISPUTED
    assert heaviest([open_one, heavy]).degree is Degree.HEAVY
    assert heaviest([heavy, judged("disc.join-party")]).only_sanctions


def test_the_heaviest_keeps_the_criminal_clauses_of_all() -> None:
    favouring = judged("village.decision-favouring", category=Category.VILLAGE_HEAD)
    abuse = judged("village.abuse-of-authority", category=Category.VILLAGE_HEAD)

    assert len(heaviest([abuse, favouring]).criminal) == 1
    assert "188" in heaviest([abuse, favouring]).criminal[0].clause


def test_a_review_ends_with_a_degree_and_its_source() -> None:
    source = Citation(text="Telaah bagian hukum", certainty=Certainty.LOCAL)
    done = reviewed(judged("pp94.join_campaign"), Degree.MEDIUM, source)

    assert (done.degree, done.legal_review, done.citation) == (Degree.MEDIUM, None, source)
    with pytest.raises(ValueError, match="not under legal review"):
        reviewed(done, Degree.LIGHT, source)


@pytest.mark.parametrize(
    ("violation", "category", "election", "clause"),
    [
        ("village.abuse-of-authority", Category.VILLAGE_HEAD, "pilkada-2020-6105", "188"),
        ("village.abuse-of-authority", Category.HAMLET_HEAD, "pilkada-2020-6105", None),
        ("village.decision-favouring", Category.VILLAGE_HEAD, "pemilu-2024-president", "490"),
        ("village.decision-favouring", Category.VILLAGE_OFFICIAL, "pilkada-2024-3508", None),
        ("village.join-campaign", Category.VILLAGE_OFFICIAL, "pilkada-2024-3508", None),
        ("village.join-campaign", Category.VILLAGE_OFFICIAL, "pemilu-2024-president", "494"),
        ("pilkades.village-official-in-campaign", Category.HAMLET_HEAD, "pilkades-2019-3508", None),
        ("disc.decision-favouring-candidate", Category.PNS, "pilkada-2024-3508", "188"),
    ],
)
def test_criminal_clauses_reach_whom_the_law_names(
    violation: str, category: Category, election: str, clause: str | None
) -> None:
    event = an_election(election)
    acted = (event.vote_on or AFTER) - timedelta(days=5)

    criminal = judged(violation, acted, category=category, election=event).criminal

    assert [str(clause) in row.clause for row in criminal] == ([True] if clause else [])


def test_article_189_punishes_the_candidate_and_is_never_referred() -> None:
    assert not any("189" in c.clause for row in the_book().violation for c in row.criminal)
