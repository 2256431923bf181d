"""Ethics: a council first, then the PPK declares; no rank of the discipline ladder fits."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Outcome
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    REGENT,
    SCAN,
    SECRETARY,
    STAFF,
    a_council,
    a_decision,
    a_track,
    absent,
    an_office,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import councilled, decided, profiled, refused_decision, served

OPENED, HEARD, DECLARED = date(2024, 9, 10), date(2024, 9, 24), date(2024, 10, 1)


async def a_like_before_the_determination(run: Running) -> Office:
    office = an_office(OPENED)
    opened = a_track(office, violations=("ethics.social-media-like",), act_from=date(2024, 9, 2))
    await run(office, opened)
    await profiled(office, OPENED, level="jf_muda", post_id=STAFF)
    return office


async def heard(office: Office, on: date = HEARD, **said: Any) -> None:
    await office.moves_to(on)
    usual: dict[str, Any] = {
        "heard_on": on,
        "attended": True,
        "minutes_number": "BA/1",
        "minutes_scan": SCAN,
        "recommendation": "closed",
    }
    await office.answers("bkpsdm", "council_hearing", on, **{**usual, **said})


def missed(**said: Any) -> dict[str, Any]:
    return {"attended": False, "recommendation": None, **said}


async def test_story_1_the_like_is_a_closed_statement_of_the_ppk(run: Running) -> None:
    office = await a_like_before_the_determination(run)
    with pytest.raises(Refused) as early:
        await office.records(
            REGENT, "decide", OPENED, **a_decision("ethics.closed_statement", REGENT, OPENED)
        )
    assert (early.value.code, "42/2004" in str(early.value.citation)) == ("council-not-heard", True)

    await councilled(office, OPENED)
    await heard(office)
    refusal = await refused_decision(office, "pns.light.oral_reprimand", DECLARED)
    assert (refusal.code, "42/2004" in str(refusal.citation)) == ("sanction-not-moral", True)
    harder = await refused_decision(office, "ethics.open_statement", DECLARED)
    assert (harder.code, harder.params["recommendation"]) == ("not-as-recommended", "closed")
    await decided(office, "ethics.closed_statement", DECLARED)
    await served(office, DECLARED, REGENT)

    change = await office.reaches(Point.CLOSE)
    assert (change.outcome, change.degree) == (Outcome.SANCTIONED, "ethics")
    assert change.effective_on == DECLARED
    lapses = await office.due("ADM_OBJECTION")
    await office.moves_to(date(2024, 12, 31))
    assert office.handle is not None
    assert (await office.handle.result()).sanction == "ethics.closed_statement"
    assert (await office.noted("remedy_lapsed"))[0] == lapses


async def test_the_council_is_odd_at_least_five_and_formed_by_the_ppk(run: Running) -> None:
    office = await a_like_before_the_determination(run)
    seats = a_council()["members"]

    with pytest.raises(Refused, match="council-too-small"):
        await councilled(office, OPENED, members=seats[:3])
    with pytest.raises(Refused, match="council-even"):
        await councilled(office, OPENED, members=[*seats, {"post_id": "kasubag-bkpsdm"}])
    with pytest.raises(Refused, match="council-not-formed-by-ppk"):
        await councilled(office, OPENED, formed_by=SECRETARY)
    await councilled(office, OPENED)


async def test_only_the_council_says_what_it_heard(run: Running) -> None:
    office = await a_like_before_the_determination(run)
    await councilled(office, OPENED)
    await office.moves_to(HEARD)

    with pytest.raises(Refused, match="not-in-the-council"):
        await office.answers(
            "council",
            "council_hearing",
            HEARD,
            heard_on=HEARD,
            attended=True,
            minutes_number="BA/1",
            minutes_scan=SCAN,
            recommendation="none",
        )


async def test_who_does_not_come_is_heard_again_once(run: Running) -> None:
    office = await a_like_before_the_determination(run)
    await councilled(office, OPENED)
    first = date(2024, 9, 19)
    early = absent(date(2024, 9, 12))["service_proof"]
    for code, said in (
        ("absence-not-proved", {}),
        ("absence-not-proved", absent(first)),
        ("recommendation-too-early", {"service_proof": early, "recommendation": "open"}),
    ):
        said.pop("result", None)
        with pytest.raises(Refused, match=code):
            await heard(office, first, **missed(**said))
    await heard(office, first, **missed(service_proof=early))
    with pytest.raises(Refused, match="council-not-heard"):
        await office.records(
            REGENT, "decide", HEARD, **a_decision("ethics.open_statement", REGENT, HEARD)
        )
    late = absent(date(2024, 9, 20))["service_proof"]
    for code, on, said in (
        ("absence-not-proved", first, {"service_proof": late}),
        ("absence-not-proved", HEARD, {}),
        ("proof-used-before", HEARD, {"service_proof": early}),
        ("recommendation-missing", HEARD, {"service_proof": late, "recommendation": None}),
    ):
        with pytest.raises(Refused, match=code):
            await heard(office, on, **missed(**{"recommendation": "open", **said}))
    await heard(office, **missed(service_proof=late, recommendation="open"))
    await decided(office, "ethics.open_statement", DECLARED)
