"""The letter of assignment names people of the Inspektorat; somebody of them writes the report."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from services.contracts.law import Category, Role
from services.workflow.acts import Act
from services.workflow.forms.cases.investigate import Investigate
from services.workflow.forms.cases.team import Team
from services.workflow.guards.investigation import check_report, check_team
from services.workflow.rules.refusals import LawRefusal
from tests.workflow.tracks.makers import SCAN, an_office
from tests.workflow.tracks.office import a_person

DAY = date(2024, 10, 15)


def an_act(who: str, *, own: bool = False) -> Act:
    office = an_office(DAY)
    office.people["second"] = a_person("auditor-2", Role.AUDITOR)
    office.about_inspectorate = own
    return Act(
        act_id=uuid4(),
        kind="team",
        person=office.people[who],
        happened_on=DAY,
        recorded_at=datetime(2024, 10, 15, tzinfo=UTC),
        facts=office.facts(),
    )


def refused(check: Any, *given: Any, **more: Any) -> str:
    try:
        check(*given, **more)
    except LawRefusal as law:
        return law.code
    except ApplicationError as error:
        return str(error.message)
    return ""


@pytest.mark.parametrize(
    ("lead", "member", "why", "own", "code"),
    [
        ("auditor-1", "auditor-2", None, False, ""),
        ("holder-of-irban", "auditor-1", None, False, ""),
        ("holder-of-kades", "auditor-1", None, False, "person-unknown"),
        ("holder-of-camat", "auditor-1", None, False, "not-of-the-inspectorate"),
        ("holder-of-camat", "auditor-1", "a joint team", False, "not-of-the-inspectorate"),
        ("auditor-1", "bkpsdm-1", None, False, "not-of-the-inspectorate"),
        ("auditor-1", "bkpsdm-1", "a joint team", False, ""),
        ("nobody", "auditor-1", None, False, "person-unknown"),
        ("auditor-1", "auditor-2", None, True, "substitute-handles"),
        ("substitute-1", "bkpsdm-1", None, True, ""),
    ],
)
def test_the_letter_names_people_of_the_inspektorat(
    lead: str, member: str, why: str | None, own: bool, code: str
) -> None:
    letter = Team(
        number="1", letter_date=DAY, lead_id=lead, member_ids=(member,), outside_reason=why
    )
    act = an_act("inspector", own=own)
    if lead == "holder-of-kades":
        known = {**act.facts.holders_roles, lead: ()}
        act = act.model_copy(
            update={"facts": act.facts.model_copy(update={"holders_roles": known})}
        )
    assert refused(check_team, act, letter) == code


@pytest.mark.parametrize(
    ("who", "author", "code"),
    [
        ("auditor", "auditor-1", ""),
        ("inspector", "auditor-1", ""),
        ("irban", "auditor-1", "writer-not-in-team"),
        ("auditor", "holder-of-irban", "author-not-in-team"),
    ],
)
def test_somebody_of_the_team_writes_the_report(who: str, author: str, code: str) -> None:
    found = {"respondent": 1, "proven": False}
    report = Investigate.model_validate(
        {
            "number": "LHP/1",
            "lhp_date": DAY,
            "author_ids": [author],
            "findings": [found],
            "scan": SCAN,
        }
    )
    more = {"team": ("auditor-1",), "categories": {1: Category.PNS}, "election_id": None}
    assert refused(check_report, an_act(who), report, **more) == code
