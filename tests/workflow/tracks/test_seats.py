"""Who sits in a team or council: people, not vacant posts."""

from datetime import date

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import a_council, a_team, a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import profiled

ON = date(2024, 10, 21)


async def a_profiled_track(run: Running, act_from: date, *vacant: str) -> Office:
    office = an_office(ON, vacant=vacant)
    slug = "disc" if act_from > date(2024, 9, 22) else "ethics"
    opened = a_track(office, violations=(f"{slug}.social-media-like",), act_from=act_from)
    await run(office, opened)
    await profiled(office, ON)
    return office


async def test_a_vacant_post_sits_in_no_examination_team(run: Running) -> None:
    office = await a_profiled_track(run, date(2024, 10, 7), "irban")
    with pytest.raises(Refused) as refusal:
        await office.answers("bkpsdm", "form_team", ON, **a_team(letter_date=ON))

    assert (refusal.value.code, refusal.value.params) == ("seat-vacant", {"post": "irban"})


async def test_a_council_of_five_has_five_people(run: Running) -> None:
    office = await a_profiled_track(run, date(2024, 9, 2), "sekda")
    with pytest.raises(Refused, match="seat-vacant"):
        await office.answers("bkpsdm", "form_council", ON, **a_council(letter_date=ON))
    twice = [{"post_id": post} for post in ("kepala-dinas", "kabid", "irban", "kabid-bkpsdm")]
    with pytest.raises(Refused, match="council-too-small"):
        await office.answers(
            "bkpsdm", "form_council", ON, **a_council(letter_date=ON, members=[*twice, twice[0]])
        )
