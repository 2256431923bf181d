"""An act of a day for which the book has no ladder: a person names what the law then knew."""

from datetime import date
from typing import Any

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import HEAD, a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import (
    decided,
    examined,
    profiled,
    refused_decision,
    summoned,
)

FOUND, REVIEWED = date(2024, 10, 15), date(2024, 10, 16)
LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)
SAID: dict[str, Any] = {
    "degree": "medium",
    "basis": "PP 53/2010 art. 7",
    "reason": "the act is of 2020",
}
NAMED = ["pns.medium.kgb_delay_1y"]


async def an_act_of_2020(run: Running) -> Office:
    office = an_office(FOUND)
    opened = a_track(
        office,
        election_id=None,
        violations=("disc.social-media-like",),
        act_from=date(2020, 10, 12),
    )
    await run(office, opened)
    await profiled(office, FOUND)
    await office.asked("legal_review")
    await office.moves_to(REVIEWED)
    return office


async def test_the_legal_section_names_the_ladder_of_the_day_of_the_act(run: Running) -> None:
    office = await an_act_of_2020(run)
    with pytest.raises(Refused) as unsaid:
        await office.answers("legal", "legal_review", REVIEWED, **SAID)
    assert unsaid.value.code == "ladder-not-named"
    heavy = ["pns.heavy.demotion_12m"]
    with pytest.raises(Refused, match="sanction-unknown"):
        await office.answers("legal", "legal_review", REVIEWED, steps=heavy, **SAID)
    await office.answers("legal", "legal_review", REVIEWED, steps=NAMED, **SAID)
    await summoned(office, LETTER, EXAM)
    await examined(office, EXAM)

    assert (await office.asked("decide")).context["steps"] == NAMED
    other = await refused_decision(office, "pns.medium.kp_delay_1y", DECISION, HEAD)
    assert other.code == "statute-fixes-sanction"
    await decided(office, NAMED[0], DECISION, HEAD)
    await office.asked("serve")


async def test_no_ladder_is_named_beside_the_one_in_force(run: Running) -> None:
    office = an_office(date(2024, 11, 25))
    opened = a_track(office, violations=("pp94.join_campaign",), act_from=date(2024, 11, 20))
    await run(office, opened)
    on = date(2024, 11, 26)
    await office.moves_to(on)
    await profiled(office, on)
    with pytest.raises(Refused, match="ladder-in-force"):
        await office.answers("legal", "legal_review", on, steps=NAMED, **SAID)
