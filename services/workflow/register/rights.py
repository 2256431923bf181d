"""The remedy against a decision that was served, as the register kept it when it was named."""

import json
from typing import Any
from uuid import UUID

from services.contracts.law import Category, Remedy
from services.kit.database import Connection
from services.workflow.rules.citations import Certainty, Citation
from services.workflow.rules.effect import RemedyPeriod
from services.workflow.workflows.state import LateRemedy, OpenedTrack


async def track_for_a_late_paper(
    conn: Connection, case_id: UUID, respondent: int
) -> OpenedTrack | None:
    """The next round of a track that has ended, for its remedy only; None where none was named.

    Legal clocks run from the date of the paper: what was handed in on the last day and is entered
    after the close is in time.
    """
    row = await conn.fetchrow(
        "select c.case_number, c.jurisdiction, c.opened_on, c.about_inspectorate, c.traceparent,"
        " r.category, r.round, a.happened_on, a.data"
        " from workflow.cases c join workflow.respondent r using (case_id)"
        " join workflow.act a on a.case_id = c.case_id and a.respondent = r.n"
        " where c.case_id = $1 and r.n = $2 and a.kind = 'remedy_named'"
        " order by a.id desc limit 1",
        case_id,
        respondent,
    )
    if row is None:
        return None
    late = LateRemedy(period=_period(json.loads(row["data"])), received_on=row["happened_on"])
    return OpenedTrack(
        case_id=case_id,
        case_number=row["case_number"],
        jurisdiction=row["jurisdiction"],
        n=respondent,
        round=row["round"] + 1,
        category=Category(row["category"]),
        opened_on=row["opened_on"],
        about_inspectorate=row["about_inspectorate"],
        traceparent=row["traceparent"],
        carried=late.model_dump(mode="json"),
    )


def _period(named: dict[str, Any]) -> RemedyPeriod:
    remedy = Remedy(named["remedy"])
    return RemedyPeriod(
        remedy=remedy,
        until=named["until"],
        warn_by=named["warn_by"],
        holds_effect=remedy is not Remedy.ADMINISTRATIVE_OBJECTION,
        citation=Citation(text=named["citation"], certainty=Certainty.VERIFIED),
    )
