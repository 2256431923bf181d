"""Tracks that have begun, as many tests find them."""

from datetime import date
from typing import Any

from services.contracts.law import Category
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    a_campaign,
    a_hamlet_heads_track,
    a_like,
    a_track,
    a_villagers_profile,
    an_office,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import profiled


async def a_heavy_track(run: Running, **posted: Any) -> Office:
    office = an_office(date(2024, 10, 15), **posted)
    return await run(office, a_like(office))


async def a_medium_track(run: Running) -> Office:
    office = an_office(date(2024, 11, 25))
    return await run(office, a_campaign(office))


async def a_village_track(
    run: Running,
    category: Category,
    opened_on: date,
    election_id: str,
    *,
    below: str | None = None,
    vacant: tuple[str, ...] = (),
    **finding: Any,
) -> Office:
    """A village head's or a hamlet head's, whose profile the DPMD has confirmed."""
    office = an_office(opened_on, vacant=vacant)
    await run(office, a_track(office, category, election_id=election_id, below=below, **finding))
    await profiled(office, opened_on, "dpmd", **a_villagers_profile(category))
    return office


async def a_hamlet_head(run: Running, *vacant: str) -> Office:
    """A hamlet head's of 16 December 2019, whose profile the DPMD has confirmed."""
    office = an_office(date(2019, 12, 16), vacant=vacant)
    await run(office, a_hamlet_heads_track(office))
    await profiled(office, office.today, "dpmd", **a_villagers_profile(Category.HAMLET_HEAD))
    return office
