"""Nobody is punished twice for one act, unless a person says why it is another."""

from datetime import date

import pytest

from services.workflow.failures import lawful_refusal
from services.workflow.guards.punishing import twice
from services.workflow.rules.same_act import Punished
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, heavy_until_decided, refused_decision

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)
ACT, DEMOTION = date(2024, 10, 7), "pns.heavy.demotion_12m"


def punished(act_from: date = ACT, violation: str = "disc.social-media-like") -> Punished:
    return Punished(
        sanction=DEMOTION,
        number="188/77/2024",
        decided_on=date(2024, 11, 4),
        act_from=act_from,
        act_to=act_from,
        violations=(violation,),
    )


async def heard(run: Running, *elsewhere: Punished) -> Office:
    """A civil servant heard for an act of 7 October 2024, with decisions elsewhere about him."""
    office = an_office(date(2024, 10, 15))
    office.punished = elsewhere
    opened = a_track(office, violations=("disc.social-media-like",), act_from=ACT)
    await run(office, opened)
    await heavy_until_decided(office, LETTER, EXAM)
    return office


async def test_a_second_sanction_for_one_act_is_refused_with_the_first_decision(
    run: Running,
) -> None:
    office = await heard(run, punished())
    refusal = await refused_decision(office, DEMOTION, DECISION)

    assert refusal.code == "same-act"
    assert refusal.params == {
        "last": DEMOTION,
        "number": "188/77/2024",
        "decided_on": "2024-11-04",
    }
    assert "Pasal 35(3)" in str(refusal.citation)


async def test_why_it_is_another_act_is_said_and_recorded(run: Running) -> None:
    office = await heard(run, punished())
    await decided(office, DEMOTION, DECISION, other_act="another post, of the same day")

    act = next(done for done in office.acts if done.act.kind == "decide")
    assert act.act.answer["other_act"] == "another post, of the same day"
    assert act.punished == punished().model_copy(update={"number": "188/1", "decided_on": DECISION})


async def test_no_violation_is_always_open(run: Running) -> None:
    office = await heard(run, punished())
    await decided(office, None, DECISION)

    assert await office.reaches(Point.CLEAR)
    assert office.acts[-1].punished is None


@pytest.mark.parametrize(
    "other", [punished(date(2024, 10, 8)), punished(violation="disc.photo-with-candidate")]
)
async def test_another_day_or_another_violation_is_another_act(
    run: Running, other: Punished
) -> None:
    office = await heard(run, other)
    await decided(office, DEMOTION, DECISION)

    assert office.acts[-1].act.kind == "decide"


async def test_a_decision_that_the_register_refuses_is_still_to_be_made(run: Running) -> None:
    office = await heard(run)
    office.refuses = lawful_refusal(twice(office.facts(), punished()))
    refusal = await refused_decision(office, DEMOTION, DECISION)
    office.refuses = None
    await decided(office, DEMOTION, DECISION, other_act="another post, of the same day")

    assert refusal.code == "same-act"
    assert [done.act.kind for done in office.acts].count("decide") == 1
