"""A complaint ends without a case: its row and the event to its agency, once."""

from datetime import datetime
from uuid import UUID

from services.contracts.events import CaseSettled
from services.contracts.law import Outcome, Stage
from services.kit.database import Connection
from services.workflow.register.telling import tell_complaint
from services.workflow.rules.stages import Point


async def settle(
    conn: Connection, complaint_id: UUID, outcome: Outcome, reason_code: str, now: datetime
) -> None:
    """Closed with its reason; said again (by the act, then by the workflow) it changes nothing."""
    respondents = await conn.fetchval(
        "update workflow.complaint set state = 'settled', point = $2, stage = $3,"
        " outcome = $4, reason_code = $5, settled_at = $6, expected_on = null"
        " where complaint_id = $1 and state <> 'settled' returning respondents",
        complaint_id,
        Point.CLOSED,
        Stage.CLOSED,
        outcome,
        reason_code,
        now,
    )
    if respondents is not None:
        await tell_complaint(
            conn, complaint_id, CaseSettled, now, respondents=respondents, outcome=outcome
        )
