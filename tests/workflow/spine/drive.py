"""The usual way of a complaint, so that a test shows only what it is about."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.workflow.spine.house import House

TODAY = date(2024, 10, 8)


async def opened(house: House, complaint: UUID) -> UUID:
    """The case, once its workflow asks: its row is there a moment before."""
    row = await house.found(
        "select c.case_id from workflow.complaint c join workflow.task t using (case_id)"
        " where c.complaint_id = $1 and t.kind <> 'triage' limit 1",
        complaint,
    )
    case_id: UUID = row["case_id"]
    return case_id


async def a_case(house: House, *respondents: Any, **received: Any) -> UUID:
    complaint = await house.receives(*respondents, **received)
    await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="accept")
    return await opened(house, complaint)


async def routed_below(
    house: House, complaint: UUID, *, to: str = "superior", due_on: str = "2024-10-15"
) -> None:
    await house.answers(
        "intake-officer-3508",
        "triage",
        complaint,
        TODAY,
        choice="route_below",
        to=to,
        due_on=due_on,
    )


async def investigated(
    house: House, case: UUID, *findings: dict[str, Any], scan: str | None = None
) -> None:
    await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")
    await house.answers(
        "inspector-3508",
        "team",
        case,
        TODAY,
        number="700/1",
        letter_date="2024-10-08",
        lead_id="irban-3508",
        member_ids=["auditor-3508"],
    )
    await house.answers(
        "auditor-3508",
        "investigate",
        case,
        TODAY,
        number="LHP/1",
        lhp_date="2024-10-08",
        author_ids=["auditor-3508"],
        findings=list(findings),
        scan=scan or await house.sealed_item(case),
    )


def proven(n: int) -> dict[str, Any]:
    return {
        "respondent": n,
        "proven": True,
        "violations": ["disc.social-media-like"],
        "act_from": "2024-10-07",
        "election_id": "pilkada-2024",
    }


async def closed(house: House, case: UUID) -> None:
    await house.found(
        "select 1 from workflow.cases where case_id = $1 and closed_at is not null", case
    )


async def cleared(house: House, case: UUID) -> None:
    await investigated(house, case, {"respondent": 1, "proven": False})
    await house.answers(
        "inspector-3508", "clearance", case, TODAY, number="800/1", letter_date="2024-10-08"
    )
    await closed(house, case)
