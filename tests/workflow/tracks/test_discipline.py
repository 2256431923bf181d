"""Discipline: from the profile to the effect, and every refusal on its way."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Acting, Outcome
from services.kit.errors import Malformed, Refused
from services.workflow.activities.orders import ClockState
from services.workflow.rules.stages import Point
from tests.workflow.tracks.begun import a_heavy_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    DIVISION,
    REGENT,
    a_profile,
    a_team,
    a_track,
    an_office,
    signed_minutes,
)
from tests.workflow.tracks.walks import (
    decided,
    examined,
    heavy_until_decided,
    profiled,
    refused_decision,
    served,
    summoned,
    teamed,
)

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)


async def test_story_2_a_follow_after_the_determination_is_a_demotion(run: Running) -> None:
    office = await a_heavy_track(run, regent=Acting.PJ)
    await heavy_until_decided(office, LETTER, EXAM)

    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION)
    assert (refusal.code, bool(refusal.citation)) == ("consent-missing", True)
    await decided(office, "pns.heavy.demotion_12m", DECISION, consent_reference="100.2/9/SJ")
    await served(office, date(2024, 12, 2))
    assert "PP 94/2021" in office.cited("decide")
    assert office.cited("serve") == "PP 94/2021 Pasal 37"
    assert (await office.reaches(Point.WAIT_EFFECT)).outcome is None
    assert await office.due("EFFECTIVE") == date(2024, 12, 23)
    assert await office.due("OBJECTION_FILE") == date(2024, 12, 20)

    await office.moves_to(date(2024, 12, 20))
    await office.moves_to(date(2024, 12, 22))
    assert (await office.noted("remedy_lapsed"))[0] == date(2024, 12, 20)
    assert office.point is Point.WAIT_EFFECT
    await office.moves_to(date(2024, 12, 23))
    change = await office.reaches(Point.RECORD)
    assert (change.effective_on, change.outcome) == (date(2024, 12, 23), Outcome.SANCTIONED)
    assert await office.due("OBJECTION_FILE", ClockState.LAPSED) == date(2024, 12, 20)

    on = date(2024, 12, 23)
    await office.answers("bkpsdm", "record", on, register_number="IDIS/1", recorded_on=on)
    assert office.handle is not None
    closed = await office.handle.result()
    assert (closed.outcome, closed.sanction) == (Outcome.SANCTIONED, "pns.heavy.demotion_12m")
    assert office.signals("track_closed")[0]["degree"] == "heavy"


async def test_nothing_is_decided_before_the_examination(run: Running) -> None:
    office = await a_heavy_track(run)
    await profiled(office, date(2024, 10, 15))

    with pytest.raises(Refused) as refusal:
        await office.records(
            REGENT,
            "decide",
            date(2024, 10, 15),
            sanction="pns.heavy.demotion_12m",
            decided_by=REGENT,
        )
    assert refusal.value.code == "not-examined"
    assert "94/2021" in str(refusal.value.citation)


@pytest.mark.parametrize(
    ("sanction", "code"),
    [
        ("pns.medium.kgb_delay_1y", "sanction-too-light"),
        ("pns.light.written_reprimand", "sanction-too-light"),
        ("ethics.closed_statement", "moral-statement-not-enough"),
        ("asn.dismissal_dishonourable", "sanction-too-heavy"),
        ("pns.medium.allowance_cut_25_6m", "sanction-not-in-force"),
        ("village.dismissal", "sanction-unknown"),
    ],
)
async def test_a_sanction_outside_the_degree_is_refused_with_the_law(
    run: Running, sanction: str, code: str
) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)

    refusal = await refused_decision(office, sanction, DECISION)
    assert (refusal.code, refusal.about, bool(refusal.citation)) == (code, "state", True)
    await decided(office, "pns.heavy.demotion_12m", DECISION)


async def test_a_heavy_matter_is_examined_by_a_whole_team(run: Running) -> None:
    office = await a_heavy_track(run)
    await profiled(office, LETTER)

    two = a_team(letter_date=LETTER)["members"][:2]
    with pytest.raises(Refused, match="team-too-small"):
        await teamed(office, LETTER, members=two)
    await teamed(office, LETTER)
    await summoned(office, LETTER, EXAM, "irban")
    await office.moves_to(EXAM)
    with pytest.raises(Refused, match="not-in-the-team"):
        await office.answers("inspector", "examine", EXAM, **signed_minutes())
    await examined(office, EXAM, "irban")
    await office.asked("decide")


async def test_the_examination_lies_on_the_seventh_working_day_or_has_a_reason(
    run: Running,
) -> None:
    office = await a_heavy_track(run)
    await profiled(office, LETTER)
    await teamed(office, LETTER)

    with pytest.raises(Refused, match="summons-gap"):
        await summoned(office, LETTER, date(2024, 10, 29))
    with pytest.raises(Refused, match="summons-on-closed-day"):
        await summoned(office, LETTER, date(2024, 11, 2))
    await summoned(office, LETTER, date(2024, 11, 1), gap_reason="the room is not free")
    assert (await office.asked("examine")).due_on == date(2024, 11, 1)


async def test_refused_minutes_are_minutes(run: Running) -> None:
    office = await a_heavy_track(run)
    await profiled(office, LETTER)
    await teamed(office, LETTER)
    await summoned(office, LETTER, EXAM)

    await examined(office, EXAM, result="signature_refused")
    await decided(office, "pns.heavy.release_to_executor_12m", DECISION)


async def test_papers_are_neither_of_tomorrow_nor_before_their_step(run: Running) -> None:
    office = await a_heavy_track(run)
    await profiled(office, LETTER)
    await teamed(office, LETTER)
    await summoned(office, LETTER, EXAM)

    with pytest.raises(Refused, match="date-in-future"):
        await office.answers(DIVISION, "examine", EXAM, **signed_minutes())
    await office.moves_to(EXAM)
    with pytest.raises(Refused, match="date-before-step"):
        await office.answers(DIVISION, "examine", date(2024, 10, 29), **signed_minutes())
    with pytest.raises(Malformed):
        await office.answers(DIVISION, "examine", EXAM, result="signed")


async def test_no_violation_ends_in_a_letter_of_clearance(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)
    await decided(office, None, DECISION)

    await office.answers("inspector", "clearance", DECISION, number="700/2", letter_date=DECISION)
    assert office.handle is not None
    assert (await office.handle.result()).outcome is Outcome.NOT_PROVEN
    assert {change.sanction for change in office.changes} == {None}
    assert {change.degree for change in office.changes} == {None}


async def test_a_repeated_answer_gets_the_first_receipt(run: Running) -> None:
    office = await a_heavy_track(run)
    await office.asked("profile")
    on = date(2024, 10, 15)
    first = await office.answers("bkpsdm", "profile", on, **a_profile())
    again = await office._send("bkpsdm", "profile", on, a_profile(), act_id=first.act_id)
    assert again == first


async def test_a_track_that_is_taken_back_ends_without_an_outcome(run: Running) -> None:
    office = an_office(date(2023, 3, 10))
    opened = a_track(office, election_id="pilkades-2023-5203", below="superior")
    await run(office, opened)
    await profiled(office, date(2023, 3, 14))
    assert office.handle is not None
    await office.asked("summons")
    await office.handle.signal("taken_back")
    closed = await office.handle.result()
    assert (closed.taken_back, closed.outcome) == (True, None)
    assert not office.tasks


async def test_of_the_inspektorats_own_people_its_office_clears_nobody(run: Running) -> None:
    office = an_office(date(2024, 10, 15))
    opened = a_track(
        office,
        about_inspectorate=True,
        violations=("disc.social-media-like",),
        act_from=date(2024, 10, 7),
    )
    await run(office, opened)
    await profiled(office, LETTER)
    superior, supervision, personnel = a_team()["members"]
    with pytest.raises(Refused, match="substitute-handles"):
        await teamed(office, LETTER)
    supervision = {"person_id": "substitute-1", "level": "administrator", "part": "inspectorate"}
    await teamed(office, LETTER, members=[superior, supervision, personnel])
    await summoned(office, LETTER, EXAM)
    await examined(office, EXAM)
    await decided(office, None, DECISION)

    letter: dict[str, Any] = {"number": "700/2", "letter_date": DECISION}
    with pytest.raises(Refused, match="not-your-task"):
        await office.answers("inspector", "clearance", DECISION, **letter)
    await office.answers("substitute", "clearance", DECISION, **letter)


async def test_the_decider_is_shown_the_steps_that_fit(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)

    shown = (await office.asked("decide")).context
    assert shown["degree"] == "heavy"
    assert shown["steps"] == [
        "pns.heavy.demotion_12m",
        "pns.heavy.release_to_executor_12m",
        "pns.heavy.dismissal_honourable",
    ]
