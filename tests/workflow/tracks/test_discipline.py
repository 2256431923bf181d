"""Discipline: from the profile to the effect, each refusal on its way."""

from datetime import date

from services.contracts.law import Outcome
from services.workflow.activities.orders import ClockState
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    DIVISION,
    HEAD,
    REGENT,
    SECTION,
    STAFF,
    a_decision,
    a_profile,
    a_team,
    a_track,
    an_office,
    signed_minutes,
)


async def test_a_heavy_track_goes_from_the_profile_to_its_effect(run: Running) -> None:
    office = an_office(date(2024, 10, 15))
    opened = a_track(office, violations=("disc.social-media-like",), act_from=date(2024, 10, 7))
    await run(office, opened)

    await office.answers("bkpsdm", "profile", date(2024, 10, 15), **a_profile())
    await office.moves_to(date(2024, 10, 21))
    await office.answers(
        "bkpsdm", "form_team", date(2024, 10, 18), **a_team(letter_date=date(2024, 10, 18))
    )
    await office.answers(
        DIVISION,
        "summons",
        date(2024, 10, 21),
        number="S/1",
        letter_date=date(2024, 10, 21),
        exam_on=date(2024, 10, 30),
        exam_place="Room 1",
    )
    await office.moves_to(date(2024, 10, 30))
    await office.answers("irban", "examine", date(2024, 10, 30), **signed_minutes())
    await office.moves_to(date(2024, 12, 2))
    await office.answers(
        REGENT,
        "decide",
        date(2024, 11, 20),
        **a_decision("pns.heavy.demotion_12m", REGENT, date(2024, 11, 20)),
    )
    await office.answers(
        "bkpsdm", "serve", date(2024, 12, 2), how="handed_over", received_on=date(2024, 12, 2)
    )
    await office.reaches(Point.WAIT_EFFECT)
    assert await office.due("EFFECTIVE") == date(2024, 12, 23)
    assert await office.due("OBJECTION_FILE") == date(2024, 12, 20)

    await office.moves_to(date(2024, 12, 23))
    change = await office.reaches(Point.RECORD)
    assert (change.effective_on, change.outcome) == (date(2024, 12, 23), Outcome.SANCTIONED)
    assert (await office.noted("remedy_lapsed"))[0] == date(2024, 12, 20)
    assert await office.due("OBJECTION_FILE", ClockState.LAPSED) == date(2024, 12, 20)

    await office.answers(
        "bkpsdm",
        "record",
        date(2024, 12, 23),
        register_number="IDIS/1",
        recorded_on=date(2024, 12, 23),
    )
    assert office.handle is not None
    closed = await office.handle.result()
    assert closed.sanction == "pns.heavy.demotion_12m"
