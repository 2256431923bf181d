"""Steps that the tests of a case share, so that a test shows only what it is about."""

from typing import Any
from uuid import uuid4

from services.contracts.law import Category
from services.workflow.workflows.state import JoinedComplaint, NamedRespondent, TrackClosed
from tests.workflow.skipping.desk import Desk


def proven(n: int) -> dict[str, Any]:
    return {
        "respondent": n,
        "proven": True,
        "violations": ["disc.social-media-campaign"],
        "act_from": "2024-10-07",
    }


def not_proven(n: int) -> dict[str, Any]:
    return {"respondent": n, "proven": False}


async def reported(desk: Desk, *findings: dict[str, Any]) -> None:
    await desk.answers("inspector", "review", desk.today, choice="investigate")
    await desk.answers(
        "inspector",
        "team",
        desk.today,
        number="700/1",
        letter_date=desk.today.isoformat(),
        lead_id="person-auditor",
    )
    await desk.answers(
        "auditor",
        "investigate",
        desk.today,
        number="LHP/1",
        lhp_date=desk.today.isoformat(),
        author_ids=["person-auditor"],
        findings=list(findings),
        scan=str(uuid4()),
    )


async def cleared(desk: Desk) -> None:
    await desk.answers(
        "inspector", "clearance", desk.today, number="1", letter_date=desk.today.isoformat()
    )


async def taken_back(desk: Desk) -> None:
    """What was routed below is taken back, and its track has been told."""
    await desk.answers("inspector", "take_back", desk.today, choice="take_back", reason="a")
    await desk.until(lambda: bool(desk.signals("taken_back")), "told the track")


async def ends(desk: Desk, closed: TrackClosed) -> None:
    assert desk.handle is not None
    await desk.handle.signal("track_closed", closed)


async def joins(desk: Desk) -> None:
    """Another complaint joins the case, about a second person."""
    assert desk.handle is not None
    late = NamedRespondent(respondent=2, category=Category.PNS)
    await desk.handle.signal(
        "joined", JoinedComplaint(complaint_id=uuid4(), new_respondents=(late,))
    )
