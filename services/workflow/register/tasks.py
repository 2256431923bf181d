"""Tasks as rows: opened and ended by workflows, held by persons (a versioned matter of the row)."""

import json
from datetime import date, datetime
from uuid import UUID

from services.kit.database import Connection
from services.kit.errors import NotFound, Refused
from services.workflow.activities.orders import TaskToOpen
from services.workflow.acts import Act


async def open_task(
    conn: Connection,
    order: TaskToOpen,
    now: datetime,
    today: date,
    due_on: date | None,
    clock_id: UUID | None,
) -> None:
    """The task as its workflow asks it."""
    scope = order.scope
    await conn.execute(
        "insert into workflow.task (task_id, workflow_id, kind, jurisdiction, case_id,"
        " complaint_id, respondent, role, office_id, post_id, holder_id, opened_at, opened_on,"
        " due_on, clock_id, context, roles)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb,"
        " $17)",
        order.task_id,
        scope.workflow_id,
        order.kind,
        scope.jurisdiction,
        scope.case_id,
        scope.complaint_id,
        order.respondent,
        order.role,
        order.office_id,
        order.post_id,
        order.holder_id,
        now,
        today,
        due_on,
        clock_id,
        json.dumps(order.context, default=str),
        list(order.roles or (order.role,)),
    )


async def answer_task(conn: Connection, task_id: UUID, act: Act) -> str | None:
    """The task is answered and its clock met; the role it was asked of, None if it had ended."""
    role: str | None = await conn.fetchval(
        "update workflow.task set state = 'answered', answered_by = $2, answered_at = $3,"
        " version = version + 1 where task_id = $1 and state = 'open' returning role",
        task_id,
        act.person.id,
        act.recorded_at,
    )
    await conn.execute(
        "update workflow.clock set state = 'met' where task_id = $1 and state = 'running'", task_id
    )
    return role


async def withdraw_task(conn: Connection, task_id: UUID, reason: str) -> None:
    """The task is no longer asked, and its clock stops."""
    await conn.execute(
        "update workflow.task set state = 'withdrawn', ended_because = $2, version = version + 1"
        " where task_id = $1 and state = 'open'",
        task_id,
        reason,
    )
    await conn.execute(
        "update workflow.clock set state = 'stopped' where task_id = $1 and state = 'running'",
        task_id,
    )


async def held_by(conn: Connection, matter_id: UUID, person_id: str) -> list[UUID]:
    """The open tasks of a case or complaint that a person holds."""
    rows = await conn.fetch(
        "select task_id from workflow.task"
        " where $1 in (case_id, complaint_id) and holder_id = $2 and state = 'open'",
        matter_id,
        person_id,
    )
    return [row["task_id"] for row in rows]


async def hold(
    conn: Connection,
    task_id: UUID,
    *,
    what: str,
    by: str,
    to: str | None,
    now: datetime,
    version: int | None = None,
) -> int:
    """Claim (`to` the person), release (`to` nobody) or hand over; returns the new version.

    Whether the person may is decided before; here a stale version and an ended task refuse.
    """
    row = await conn.fetchrow(
        "select state, version, holder_id from workflow.task where task_id = $1 for update",
        task_id,
    )
    if row is None:
        raise NotFound("not-found")
    if row["state"] != "open":
        raise Refused("task-not-open")
    if version is not None and version != row["version"]:
        raise Refused("task-changed", about="version")
    if what == "claimed" and row["holder_id"] not in {None, to}:
        raise Refused("task-held")
    if what == "released" and row["holder_id"] is None:
        return int(row["version"])
    if row["holder_id"] == to and to is not None:
        return int(row["version"])
    moved: int = await conn.fetchval(
        "update workflow.task set holder_id = $2, version = version + 1"
        " where task_id = $1 returning version",
        task_id,
        to,
    )
    await conn.execute(
        "insert into workflow.task_move (task_id, version, what, by_person, to_person, moved_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        task_id,
        moved,
        what,
        by,
        to,
        now,
    )
    return moved
