"""PPPK: the procedure of the PNS, and the regency's own ladder or none."""

from datetime import date

import pytest

from services.contracts.law import Category
from services.kit.errors import Refused
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import SCAN, STAFF, a_track, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import (
    decided,
    examined,
    profiled,
    refused_decision,
    served,
    summoned,
    teamed,
)

LETTER, EXAM, DECISION = date(2024, 11, 4), date(2024, 11, 13), date(2024, 11, 29)
TERMINATION = "pppk.heavy.termination_honourable"
LADDER = Overlay.parse(
    """
jurisdiction = "35.08"
title = "Perbup contoh tentang disiplin PPPK"

[[step]]
code = "pppk.heavy.termination_honourable"
ladder = "pppk"
rank = 7
categories = ["pppk"]
degree = "heavy"
personnel_act = true
ends_service = true
labels = { id = "pemutusan hubungan perjanjian kerja dengan hormat", en = "honourable termination" }
basis = "Perbup contoh pasal 8"
certainty = "local"
valid_from = 2022-01-01
"""
)


async def a_driver_of_the_health_centre(run: Running) -> Office:
    office = an_office(date(2024, 10, 28))
    opened = a_track(
        office,
        Category.PPPK,
        violations=("pp94.use_state_facilities",),
        act_from=date(2024, 10, 19),
        active_support=True,
    )
    await run(office, opened)
    await profiled(
        office,
        date(2024, 10, 28),
        category_at_act="pppk",
        category_today="pppk",
        level="pelaksana",
        post_id=STAFF,
    )
    await teamed(office, LETTER)
    await summoned(office, LETTER, EXAM)
    await examined(office, EXAM)
    return office


async def test_story_8_without_a_local_ladder_refused_with_it_terminated_and_appealed(
    run: Running,
) -> None:
    office = await a_driver_of_the_health_centre(run)
    refusal = await refused_decision(office, TERMINATION, DECISION)
    assert (refusal.code, bool(refusal.citation)) == ("no-local-ladder", True)
    office.overlays = (LADDER,)
    await decided(office, TERMINATION, DECISION)
    await served(office, date(2024, 12, 2))
    assert await office.due("APPEAL_FILE") == date(2024, 12, 20)

    filed = date(2024, 12, 16)
    await office.moves_to(filed)
    paper = {"paper_date": filed, "number": "B/1", "scan": SCAN}
    with pytest.raises(Refused) as wrong:
        await office.records("bkpsdm", "objection_received", filed, **paper)
    assert (wrong.value.code, wrong.value.params["remedy"]) == ("wrong-remedy", "appeal_bpasn")
    await office.records("bkpsdm", "appeal_received", filed, **paper)
    await office.reaches(Point.REMEDY)
    await office.moves_to(date(2025, 3, 3))
    assert office.point is Point.REMEDY
    assert not [note for note in office.notes if note[0] == "decision_in_effect"]
    assert await office.due("APPEAL_DECIDE") > date(2025, 3, 3)
