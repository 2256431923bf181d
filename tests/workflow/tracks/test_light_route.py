"""Routed below: the superior examines, makes the finding, and may himself be the authority."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Outcome
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    DIVISION,
    REGENT,
    SECTION,
    STAFF,
    a_decision,
    a_track,
    an_office,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, examined, profiled, served, summoned

LETTER, EXAM = date(2023, 3, 16), date(2023, 3, 29)
PILKADES = "pilkades-2023-5203"


def partisan(**said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "proven": True,
        "violations": ["pilkades.asn-partisan"],
        "act_from": date(2023, 3, 10),
        "impact": "unit",
    }
    return {**usual, **said}


async def a_member_of_staff(
    run: Running, election_id: str = PILKADES, opened_on: date = date(2023, 3, 14)
) -> Office:
    office = an_office(opened_on)
    await run(office, a_track(office, election_id=election_id, below="superior"))
    await profiled(office, opened_on, level="pelaksana", post_id=STAFF, superior_post_id=SECTION)
    return office


async def test_story_10_the_superior_examines_and_decides_and_a_second_person_confirms(
    run: Running,
) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding=partisan())
    assert (await office.asked("decide")).post_id == SECTION
    await office.moves_to(date(2023, 4, 3))
    on = date(2023, 3, 31)
    await decided(office, "pns.light.written_reprimand", on, SECTION)
    await office.reaches(Point.CONFIRM)
    with pytest.raises(Refused, match="not-your-task"):
        await office.answers(SECTION, "confirm", on, agreed=True)
    await office.answers(DIVISION, "confirm", on, agreed=True)

    await served(office, date(2023, 4, 3))
    assert await office.due("EFFECTIVE") == date(2023, 5, 3)
    await office.moves_to(date(2023, 5, 2))
    assert office.point is Point.WAIT_EFFECT
    await office.moves_to(date(2023, 5, 3))
    change = await office.reaches(Point.RECORD)
    assert (change.degree, change.effective_on) == ("light", date(2023, 5, 3))


async def test_the_second_person_is_not_the_examiner_with_another_hat(run: Running) -> None:
    office = await a_member_of_staff(run)
    holder = office.people[SECTION]
    office.people["kasi-in-bkpsdm"] = holder.model_copy(
        update={"roles": office.people["bkpsdm"].roles}
    )
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding=partisan())
    await decided(office, "pns.light.oral_reprimand", EXAM, SECTION)

    with pytest.raises(Refused) as refusal:
        await office.answers("kasi-in-bkpsdm", "confirm", EXAM, agreed=True)
    assert (refusal.value.code, bool(refusal.value.citation)) == ("second-person-missing", True)


async def test_a_decision_that_is_sent_back_is_decided_again(run: Running) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding=partisan())
    await decided(office, "pns.light.oral_reprimand", EXAM, SECTION)
    await office.answers(DIVISION, "confirm", EXAM, agreed=False, reason="too light for this")

    await decided(office, "pns.light.written_reprimand", EXAM, SECTION)
    await office.answers(DIVISION, "confirm", EXAM, agreed=True)
    await served(office, EXAM)
    assert (await office.reaches(Point.WAIT_EFFECT)).sanction == "pns.light.written_reprimand"


async def test_nothing_proven_in_the_minutes_ends_in_a_clearance(run: Running) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding={"proven": False})

    await office.asked("clearance")
    assert office.signals("track_moved")[-1] == {"n": 1, "stage": "deciding", "cleared": True}
    assert office.handle is not None
    await office.handle.signal("taken_back")  # too late: it is decided that nothing is proven
    await office.answers("inspector", "clearance", EXAM, number="700/3", letter_date=EXAM)
    assert (await office.handle.result()).outcome is Outcome.NOT_PROVEN


async def test_the_minutes_make_the_finding_or_are_refused(run: Running) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    with pytest.raises(Refused, match="finding-needed"):
        await examined(office, EXAM, SECTION)
    with pytest.raises(Refused, match="violation-not-for-election"):
        await examined(
            office, EXAM, SECTION, finding=partisan(violations=["disc.social-media-like"])
        )
    with pytest.raises(Refused, match="act-after-finding"):
        await examined(office, EXAM, SECTION, finding=partisan(act_from=date(2023, 3, 30)))


async def test_what_turns_out_heavy_goes_up_to_a_team(run: Running) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding=partisan(impact="state"))

    with pytest.raises(Refused) as refusal:
        await office.records(
            REGENT, "decide", EXAM, **a_decision("pns.heavy.demotion_12m", REGENT, EXAM)
        )
    assert refusal.value.code == "team-required"
    await office.asked("form_team")


async def test_no_degree_follows_until_the_legal_section_says_it(run: Running) -> None:
    office = await a_member_of_staff(run)
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION, finding=partisan(impact=None))

    with pytest.raises(Refused, match="legal-review-open"):
        await office.records(
            SECTION, "decide", EXAM, **a_decision("pns.light.oral_reprimand", SECTION, EXAM)
        )
    await office.answers(
        "legal", "legal_review", EXAM, degree="light", basis="PP 94/2021 art. 9", reason="unit"
    )
    await decided(office, "pns.light.oral_reprimand", EXAM, SECTION)


async def test_a_superior_who_summons_nobody_is_recorded_after_his_date(run: Running) -> None:
    office = await a_member_of_staff(run)
    due = date(2023, 3, 21)
    assert (await office.asked("summons")).post_id == SECTION
    said = {"by": "superior", "post_id": SECTION}
    await office.moves_to(due)
    with pytest.raises(Refused, match="not-overdue"):
        await office.records("inspector", "inaction", due, **said, since=due)
    after = date(2023, 3, 24)
    await office.moves_to(after)
    with pytest.raises(Refused, match="inaction-not-yet"):
        await office.records("inspector", "inaction", after, **said, since=date(2023, 3, 27))
    await office.records("inspector", "inaction", after, **said, since=after)
    with pytest.raises(Refused, match="inaction-recorded"):
        await office.records("inspector", "inaction", after, **said, since=after)
    with pytest.raises(Refused, match="nothing-was-asked-of-him"):
        await office.records(
            "inspector", "inaction", after, by="superior", post_id=DIVISION, since=after
        )
    await office.asked("summons")
