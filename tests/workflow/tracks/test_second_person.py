"""Four eyes: who confirms is not who decided, entered, examined, reported, or is in it himself."""

from datetime import date

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import DIVISION, SECTION, STAFF, a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, examined, profiled, summoned

LETTER, EXAM = date(2023, 3, 16), date(2023, 3, 29)


async def decided_by_the_examiner(
    run: Running, *, entered_by: str = SECTION, author: str = "auditor-1"
) -> Office:
    """A light matter of the staff: the kasi examined it, and decides it by the matrix."""
    office = an_office(date(2023, 3, 14))
    opened = a_track(
        office,
        election_id="pilkades-2023-5203",
        author_ids=(author,),
        violations=("pilkades.asn-partisan",),
        act_from=date(2023, 3, 10),
        impact="unit",
    )
    await run(office, opened)
    await profiled(
        office, date(2023, 3, 14), level="pelaksana", post_id=STAFF, superior_post_id=SECTION
    )
    await summoned(office, LETTER, EXAM, SECTION)
    await examined(office, EXAM, SECTION)
    await decided(office, "pns.light.written_reprimand", EXAM, entered_by, SECTION)
    return office


async def refused_confirmation(office: Office, who: str) -> str:
    with pytest.raises(Refused) as refusal:
        await office.answers(who, "confirm", EXAM, agreed=True)
    assert refusal.value.citation
    return refusal.value.code


async def test_whoever_entered_the_decision_does_not_confirm_it(run: Running) -> None:
    office = await decided_by_the_examiner(run, entered_by="bkpsdm")

    assert await refused_confirmation(office, "bkpsdm") == "second-person-missing"
    await office.answers(DIVISION, "confirm", EXAM, agreed=True)


async def test_an_author_of_the_report_confirms_nothing(run: Running) -> None:
    office = await decided_by_the_examiner(run, author=f"holder-of-{DIVISION}")

    assert await refused_confirmation(office, DIVISION) == "second-person-missing"
    await office.answers("bkpsdm", "confirm", EXAM, agreed=True)
