"""Objections: by the paper's date, however late it is entered; the decision on them comes later."""

import asyncio
from datetime import date
from typing import Any

import pytest

from services.contracts.law import Acting, Stage
from services.kit.errors import Refused
from services.workflow.activities.orders import ClockState
from services.workflow.failures import refusal as refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.begun import a_heavy_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import REGENT, SCAN, a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import (
    decided,
    examined,
    heavy_until_decided,
    profiled,
    served,
    summoned,
    teamed,
)

RECEIVED = date(2024, 12, 2)
DAY_14, DAY_15 = date(2024, 12, 20), date(2024, 12, 23)


async def a_served_demotion(run: Running, **said: Any) -> Office:
    office = await a_heavy_track(run, **said)
    await heavy_until_decided(office, date(2024, 10, 21), date(2024, 10, 30))
    await decided(office, "pns.heavy.demotion_12m", date(2024, 11, 20), consent_reference="100.2/9")
    await served(office, RECEIVED)
    await office.due("EFFECTIVE")
    return office


async def objects(office: Office, paper: date, today: date | None = None) -> None:
    day = today or paper
    if day > office.today:
        await office.moves_to(day)
    await office.records(
        "bkpsdm", "objection_received", day, paper_date=paper, number="K/1", scan=SCAN
    )


async def test_an_objection_holds_the_effect_and_waits_for_its_decision(run: Running) -> None:
    office = await a_served_demotion(run)
    await objects(office, date(2024, 12, 16))

    assert (await office.reaches(Point.REMEDY)).stage is Stage.UNDER_REMEDY
    await office.due("EFFECTIVE", ClockState.STOPPED)
    await office.due("OBJECTION_FILE", ClockState.MET)
    assert await office.due("OBJECTION_DECIDE") == date(2025, 1, 17)
    await office.moves_to(date(2025, 2, 10))
    assert office.point is Point.REMEDY
    assert {"n": 1, "stage": "under_remedy"} in office.signals("track_moved")


async def test_an_objection_of_day_14_entered_on_day_17_takes_the_effect_away(
    run: Running,
) -> None:
    office = await a_served_demotion(run)
    await office.moves_to(DAY_15)
    await office.reaches(Point.RECORD)
    await office.asked("record")

    await objects(office, DAY_14, date(2024, 12, 27))
    assert (await office.reaches(Point.REMEDY)).point is Point.REMEDY
    assert any(change.held for change in office.changes)
    await office.until(lambda: not office.tasks, "the I'DIS entry is no longer asked")


async def an_objection_under_way(office: Office) -> asyncio.Task[None]:
    """Accepted by the track; its row is not written yet."""
    await office.moves_to(DAY_14)
    office.hanging = asyncio.Event()
    filing = asyncio.create_task(objects(office, DAY_14))
    await office.until(lambda: "objection_received" in office.waiting, "the row is being written")
    await office.moves_to(DAY_15)
    return filing


async def test_nothing_takes_effect_over_an_objection_whose_row_is_being_written(
    run: Running,
) -> None:
    office = await a_served_demotion(run)
    filing = await an_objection_under_way(office)
    await office.moves_to(date(2024, 12, 24))
    await office.moves_to(date(2024, 12, 27))
    with pytest.raises(Refused, match="task-being-answered"):
        await objects(office, DAY_14, date(2024, 12, 27))
    assert office.point is Point.WAIT_EFFECT

    assert office.hanging is not None
    office.hanging.set()
    await filing
    assert (await office.reaches(Point.REMEDY)).stage is Stage.UNDER_REMEDY
    await office.due("EFFECTIVE", ClockState.STOPPED)
    await office.due("OBJECTION_FILE", ClockState.MET)
    assert not {"remedy_lapsed", "decision_in_effect"} & {note[0] for note in office.notes}
    assert Point.RECORD not in {change.point for change in office.changes}


async def test_an_objection_that_the_register_refuses_holds_nothing(run: Running) -> None:
    office = await a_served_demotion(run)
    filing = await an_objection_under_way(office)
    office.refuses = refused("already-ended")
    assert office.hanging is not None
    office.hanging.set()
    with pytest.raises(Refused, match="already-ended"):
        await filing

    await office.reaches(Point.RECORD)
    await office.noted("remedy_lapsed")


async def test_an_objection_during_the_declaration_is_written_after_it(run: Running) -> None:
    office = await a_served_demotion(run)
    office.late_effect = asyncio.Event()
    await office.moves_to(DAY_15)
    await office.until(lambda: "decision_in_effect" in office.waiting, "the effect is on its way")
    filing = asyncio.create_task(objects(office, DAY_14, DAY_15))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(filing), 1)
    office.late_effect.set()
    await filing

    await office.reaches(Point.REMEDY)
    points = [change.point for change in office.changes]
    assert points.index(Point.RECORD) < points.index(Point.REMEDY)


async def test_an_objection_after_its_period_is_refused_with_its_last_day(run: Running) -> None:
    office = await a_served_demotion(run)
    await office.moves_to(DAY_15)
    with pytest.raises(Refused) as refusal:
        await objects(office, DAY_15)
    assert (refusal.value.code, refusal.value.params["until"]) == ("remedy-lapsed", "2024-12-20")
    with pytest.raises(Refused, match="remedy-before-receipt"):
        await objects(office, date(2024, 11, 29))


async def test_there_is_one_objection_and_only_against_what_was_served(run: Running) -> None:
    office = await a_heavy_track(run)
    await office.asked("profile")
    with pytest.raises(Refused, match="nothing-to-object-to"):
        await objects(office, date(2024, 10, 15))

    office = await a_served_demotion(run)
    await objects(office, date(2024, 12, 16))
    with pytest.raises(Refused, match="remedy-already-filed"):
        await objects(office, date(2024, 12, 17))


async def test_story_6_the_camat_objects_on_day_10_and_the_release_is_held(run: Running) -> None:
    office = an_office(date(2024, 10, 21), regent=Acting.PLT)
    opened = a_track(
        office, violations=("pp94.mobilise_civil_servants",), act_from=date(2024, 10, 10)
    )
    await run(office, opened)
    letter, exam = date(2024, 10, 24), date(2024, 11, 4)
    await profiled(
        office,
        letter,
        level="administrator",
        post_id="camat",
        superior_post_id="sekda",
        superior_involved=True,
    )
    members = [
        {"post_id": REGENT, "part": "superior"},
        {"post_id": "irban", "part": "inspectorate"},
        {"post_id": "kabid-bkpsdm", "part": "personnel"},
    ]
    involved = [{"post_id": "sekda", "part": "superior"}, *members[1:]]
    with pytest.raises(Refused, match="team-member-involved"):
        await teamed(office, letter, members=involved)
    named = {"note": "named by the PPK: above him only the regent is left"}
    other = [{"post_id": "kepala-dinas", "part": "superior", **named}, *members[1:]]
    await teamed(office, letter, members=other)
    await summoned(office, letter, exam, "kepala-dinas")
    await examined(office, exam, "kepala-dinas")

    await decided(
        office,
        "pns.heavy.release_to_executor_12m",
        date(2024, 11, 20),
        consent_reference="100.2/10",
    )
    await served(office, date(2024, 11, 25))
    day_10 = date(2024, 12, 10)
    await objects(office, day_10)
    await office.reaches(Point.REMEDY)
    await office.moves_to(date(2025, 1, 31))
    assert office.point is Point.REMEDY
