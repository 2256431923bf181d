"""A legal review says one degree; what weighs most is sought among all violations again."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.contracts.law import Category, Degree
from services.workflow.acts import Act
from services.workflow.forms.tracks.legal_review import LegalReview
from services.workflow.guards.dossier import Dossier, opened_dossier
from services.workflow.guards.judging import after_review, check_legal_review
from services.workflow.rules.degrees import ReviewReason
from services.workflow.rules.refusals import LawRefusal
from tests.workflow.tracks.makers import a_track, an_office

MEDIUM, DISPUTED = "pp94.campaign_with_attributes", "pp94.join_campaign"
ACT = date(2024, 11, 20)


def reviewed(dossier: Dossier, degree: str | None) -> Dossier:
    answer = {"degree": degree, "basis": "PP 94/2021", "reason": "as found"}
    return after_review(dossier, LegalReview.model_validate(answer))


def found(*violations: str) -> Dossier:
    office = an_office(date(2024, 11, 25))
    said: dict[str, Any] = {"violations": violations, "act_from": ACT, "active_support": True}
    return opened_dossier(a_track(office, **said))


def village(act_from: date) -> Dossier:
    office = an_office(date(2024, 11, 25))
    said: dict[str, Any] = {"violations": ("village.campaign-team-member",), "act_from": act_from}
    return opened_dossier(a_track(office, Category.VILLAGE_HEAD, election_id=None, **said))


@pytest.mark.parametrize(
    ("said", "stands"), [("light", "medium"), ("medium", "medium"), ("heavy", "heavy")]
)
def test_what_the_review_says_is_weighed_against_the_other_violations(
    said: str, stands: str
) -> None:
    dossier = found(MEDIUM, DISPUTED)
    assert dossier.in_legal_review

    after = reviewed(dossier, said)

    assert after.degree is Degree(stands)
    assert not after.in_legal_review
    assert after.judged is not None
    assert {one.violation: one.degree for one in after.judged.judgements} == {
        MEDIUM: Degree.MEDIUM,
        DISPUTED: Degree(said),
    }


def test_a_review_of_one_violation_leaves_the_review_of_another_open() -> None:
    dossier = found(DISPUTED, "pp94.unequal-service", MEDIUM)
    for _ in range(2):
        assert dossier.in_legal_review
        dossier = reviewed(dossier, "light")
    assert not dossier.in_legal_review
    assert dossier.degree is Degree.MEDIUM


@pytest.mark.parametrize("said", ["heavy", None])
def test_the_village_has_no_degree_whatever_a_review_says(said: str | None) -> None:
    dossier = village(date(2016, 10, 12))
    assert dossier.judged is not None
    assert dossier.judged.heaviest.legal_review is ReviewReason.NO_RULE_IN_FORCE

    after = reviewed(dossier, said)

    assert after.degree is None
    assert after.judged is not None
    assert after.judged.heaviest.degree is None
    assert not after.in_legal_review


def test_a_civil_servants_review_says_the_degree() -> None:
    office = an_office(date(2024, 11, 25))
    act = cast("Act", SimpleNamespace(facts=office.facts()))
    answer = LegalReview(basis="PP 94/2021", reason="as found")
    with pytest.raises(LawRefusal, match="degree-not-said"):
        check_legal_review(found(DISPUTED), act, answer)
    check_legal_review(village(ACT), act, answer)
