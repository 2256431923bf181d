"""What was imposed before on the same person: kind, number and date, and nothing of the case.

Of another regency, or of a case that the reader may not see, this much is the law's to know
(the next sanction is heavier than the last) and no more.
"""

from datetime import date
from typing import Any
from uuid import UUID

from services.kit.database import Connection
from services.workflow.activities.orders import TaskToOpen
from services.workflow.forms.kinds import TaskKind
from services.workflow.register.punished import punished_elsewhere
from services.workflow.rules.repetition import EarlierSanction


async def earlier_sanctions(
    conn: Connection, case_id: UUID | None, respondent: int | None
) -> tuple[EarlierSanction, ...]:
    """Discipline sanctions of the same number of employment that took effect, oldest first."""
    rows = await conn.fetch(
        "select r.sanction, d.number, d.paper_date as decided_on, r.effective_on"
        " from workflow.respondent me join workflow.respondent r on r.nip_digest = me.nip_digest"
        " and (r.case_id, r.n) <> (me.case_id, me.n)"
        " join lateral (select a.number, a.paper_date from workflow.act a"
        "  where a.case_id = r.case_id and a.respondent = r.n and a.kind = 'decide'"
        "  and a.data->>'sanction' = r.sanction order by a.id desc limit 1) d on true"
        " where me.case_id = $1 and me.n = $2 and r.outcome = 'sanctioned'"
        " and r.degree in ('light', 'medium', 'heavy') and r.effective_on is not null"
        " order by r.effective_on, d.paper_date",
        case_id,
        respondent,
    )
    return tuple(EarlierSanction(**dict(row)) for row in rows)


async def shown_with_earlier(conn: Connection, order: TaskToOpen) -> TaskToOpen:
    """Beside the question, what was imposed before on the same person."""
    if order.kind not in {TaskKind.PROFILE, TaskKind.DECIDE}:
        return order
    rows = await earlier_sanctions(conn, order.scope.case_id, order.respondent)
    earlier = [row.model_dump(mode="json") for row in rows]
    same = await _same_act(conn, order)
    more = {name: shown for name, shown in (("earlier", earlier), ("same_act", same)) if shown}
    return order.model_copy(update={"context": {**order.context, **more}})


async def _same_act(conn: Connection, order: TaskToOpen) -> list[dict[str, Any]]:
    """By which decisions this very act was punished already: kind, number and date."""
    asked = order.context
    if order.kind is not TaskKind.DECIDE or "act_from" not in asked:
        return []
    act_from, act_to = (date.fromisoformat(asked[day]) for day in ("act_from", "act_to"))
    return [
        row.model_dump(mode="json", include={"sanction", "number", "decided_on"})
        for row in await punished_elsewhere(conn, order.scope.case_id, order.respondent)
        if row.is_for(act_from, act_to, asked["violations"])
    ]
