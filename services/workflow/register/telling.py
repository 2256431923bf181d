"""Events about cases, out of what the register says now: one view a complaint, nothing more.

Outcome, degree and sanction are told only once they stand: in effect, or closed.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from services.contracts.events import (
    CaseClosed,
    CaseData,
    CaseJoined,
    CaseOpened,
    CaseSettled,
    CaseStageChanged,
    ComplaintView,
    Event,
    RespondentView,
)
from services.contracts.law import Category, Outcome, Stage
from services.kit import outbox
from services.kit.database import Connection
from services.workflow.rules.stages import Point, standing

TOPIC = "netral.case.v1"
SOURCE = "/netral/workflow"
_TOLD = frozenset({Stage.IN_EFFECT, Stage.CLOSED})


async def tell_case(
    conn: Connection,
    case_id: UUID,
    kind: type[CaseOpened | CaseJoined | CaseStageChanged | CaseClosed],
    now: datetime,
    *,
    only: UUID | None = None,
    stage: Stage | None = None,
) -> bool:
    """Append the event to the outbox; False if a stage event would say nothing new.

    `only` narrows the event to one complaint (which just joined), `stage` replaces the case's.
    """
    case = await conn.fetchrow(
        "select * from workflow.cases where case_id = $1 for update", case_id
    )
    views = await _views(conn, case_id, only)
    data = CaseData(
        case_id=case_id,
        case_number=case["case_number"],
        stage=stage or Stage(case["stage"]),
        reason_code=case["reason_code"],
        next_step=standing(Point(case["point"])).next_step if case["closed_at"] is None else None,
        acting_role=case["acting_role"],
        expected_on=case["expected_on"],
        complaints=views,
    )
    digest = hashlib.sha256(data.model_dump_json().encode()).digest()
    if kind is CaseStageChanged and digest == case["told_digest"]:
        return False
    sequence = case["sequence"] + 1
    await conn.execute(
        "update workflow.cases set sequence = $2, told_digest = $3 where case_id = $1",
        case_id,
        sequence,
        digest if only is None else case["told_digest"],
    )
    await _append(conn, kind, case_id, sequence, case, data, now)
    return True


async def tell_complaint(
    conn: Connection,
    complaint_id: UUID,
    kind: type[CaseSettled | CaseStageChanged],
    now: datetime,
    *,
    respondents: int,
    outcome: Outcome | None = None,
) -> bool:
    """The same for a complaint that has no case: the complaint's id is the key."""
    row = await conn.fetchrow(
        "select * from workflow.complaint where complaint_id = $1 for update", complaint_id
    )
    stands = standing(Point(row["point"]), Category.UNKNOWN)
    view = ComplaintView(
        complaint_id=complaint_id,
        respondents=[
            RespondentView(respondent=number, outcome=outcome) for number in range(respondents)
        ],
    )
    data = CaseData(
        stage=Stage(row["stage"]),
        reason_code=row["reason_code"],
        next_step=None if kind is CaseSettled else stands.next_step,
        acting_role=None if kind is CaseSettled else stands.acting_role,
        expected_on=row["expected_on"],
        complaints=[view],
    )
    digest = hashlib.sha256(data.model_dump_json().encode()).digest()
    if kind is CaseStageChanged and digest == row["told_digest"]:
        return False
    await conn.execute(
        "update workflow.complaint set told = told + 1, told_digest = $2 where complaint_id = $1",
        complaint_id,
        digest,
    )
    await _append(conn, kind, complaint_id, row["told"] + 1, row, data, now)
    return True


async def _append(
    conn: Connection,
    kind: type[Event],
    subject: UUID,
    sequence: int,
    row: Any,  # noqa: ANN401 -- an asyncpg record
    data: CaseData,
    now: datetime,
) -> None:
    event = kind.model_validate(
        {
            "id": uuid5(NAMESPACE_URL, f"netral:case-event/{subject}/{sequence}"),
            "source": SOURCE,
            "type": kind.model_fields["type"].default,
            "subject": subject,
            "time": now,
            "sequence": sequence,
            "jurisdiction": row["jurisdiction"],
            "traceparent": row["traceparent"],
            "data": data,
        }
    )
    await outbox.append(conn, "workflow", TOPIC, event)


async def _views(conn: Connection, case_id: UUID, only: UUID | None) -> list[ComplaintView]:
    rows = await conn.fetch(
        "select cr.complaint_id, cr.respondent, r.stage, r.outcome, r.degree, r.sanction"
        " from workflow.complaint c"
        " join workflow.complaint_respondent cr using (complaint_id)"
        " join workflow.respondent r on r.case_id = cr.case_id and r.n = cr.n"
        " where c.case_id = $1 and ($2::uuid is null or c.complaint_id = $2)"
        " order by c.accepted_at, cr.complaint_id, cr.respondent",
        case_id,
        only,
    )
    by_complaint: dict[UUID, list[RespondentView]] = {}
    for row in rows:
        told = row["stage"] is not None and Stage(row["stage"]) in _TOLD
        view = RespondentView(
            respondent=row["respondent"],
            outcome=row["outcome"] if told else None,
            degree=row["degree"] if told else None,
            sanction=row["sanction"] if told else None,
        )
        by_complaint.setdefault(row["complaint_id"], []).append(view)
    bare = await conn.fetch(
        "select complaint_id from workflow.complaint"
        " where case_id = $1 and ($2::uuid is null or complaint_id = $2) order by accepted_at",
        case_id,
        only,
    )
    return [
        ComplaintView(
            complaint_id=row["complaint_id"], respondents=by_complaint.get(row["complaint_id"], [])
        )
        for row in bare
    ]
