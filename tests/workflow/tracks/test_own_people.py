"""Whom only the profile shows to be of the Inspektorat: from then on the substitute acts."""

from datetime import date
from typing import Any

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.begun import a_heavy_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import SECRETARY, SECTION
from tests.workflow.tracks.walks import decided, examined, profiled, summoned, teamed

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)


@pytest.mark.parametrize(
    ("said", "inside"),
    [
        ({"post_id": "irban", "superior_post_id": SECRETARY, "office_id": None}, True),
        ({"post_id": None, "superior_post_id": "irban", "office_id": None}, True),
        ({"post_id": None, "office_id": "inspektorat"}, True),
        ({"post_id": SECTION}, False),
    ],
)
async def test_a_post_a_superior_or_an_office_of_the_inspektorat_shows_it(
    run: Running, said: dict[str, Any], inside: bool
) -> None:
    office = await a_heavy_track(run)
    await profiled(office, LETTER, **said)

    assert office.acts[-1].about_inspectorate is inside


async def test_after_such_a_profile_the_substitute_clears_and_the_inspektorat_does_not(
    run: Running,
) -> None:
    office = await a_heavy_track(run)
    await profiled(
        office,
        LETTER,
        level="administrator",
        post_id="irban",
        superior_post_id=SECRETARY,
        office_id="inspektorat",
    )
    members = [
        {"post_id": SECRETARY, "part": "superior"},
        {"person_id": "substitute-1", "level": "jpt_pratama", "part": "inspectorate"},
        {"post_id": "kabid-bkpsdm", "part": "personnel"},
    ]
    await teamed(office, LETTER, members=members)
    await summoned(office, LETTER, EXAM, "bkpsdm")
    await examined(office, EXAM, "bkpsdm")
    await decided(office, None, DECISION)

    letter: dict[str, Any] = {"number": "700/2", "letter_date": DECISION}
    with pytest.raises(Refused, match="not-your-task") as refusal:
        await office.answers("inspector", "clearance", DECISION, **letter)
    await office.answers("substitute", "clearance", DECISION, **letter)
    assert refusal.value.params == {"role": "substitute"}
    assert office.acts[-1].role == "substitute"
