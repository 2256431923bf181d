"""A case that turns out to be about the Inspektorat's own people goes to the named substitute."""

from datetime import datetime
from uuid import UUID

from services.contracts.law import Role
from services.kit.database import Connection
from services.workflow.activities.orders import TaskToOpen
from services.workflow.rules.substitution import INSIDE, stood_in
from services.workflow.workflows.state import Scope

_INSIDE = sorted(INSIDE)


async def is_about_inspectorate(
    conn: Connection, case_id: UUID | None, complaint_id: UUID | None
) -> bool:
    """Whether nobody of the Inspektorat works on it, as the register says now."""
    return bool(
        await conn.fetchval(
            "select coalesce("
            " (select about_inspectorate from workflow.cases where case_id = $1),"
            " (select about_inspectorate from workflow.complaint where complaint_id = $2), false)",
            case_id,
            complaint_id,
        )
    )


async def who_is_told(conn: Connection, scope: Scope, roles: list[str]) -> list[str]:
    """Whom a clock tells: the roles of its rule, or the substitute where they may not see it."""
    if await is_about_inspectorate(conn, scope.case_id, scope.complaint_id):
        return list(stood_in(Role(role) for role in roles))
    return roles


async def asked_outside(conn: Connection, order: TaskToOpen) -> TaskToOpen:
    """A task that would be asked of the Inspektorat is asked of the substitute, if it must be."""
    scope = order.scope
    if not await is_about_inspectorate(conn, scope.case_id, scope.complaint_id):
        return order
    (role,), roles = stood_in((order.role,)), stood_in(order.roles)
    return order.model_copy(update={"role": role, "roles": roles})


async def hand_to_substitute(conn: Connection, case_id: UUID, by: str, now: datetime) -> None:
    """The case with its complaints and open tasks; who held one of these holds it no more.

    The workflows learn it with the next act: its facts say so.
    """
    changed = await conn.fetchval(
        "update workflow.cases set about_inspectorate = true,"
        " acting_role = case when acting_role = any($2::text[]) then $3 else acting_role end"
        " where case_id = $1 and not about_inspectorate returning true",
        case_id,
        _INSIDE,
        Role.SUBSTITUTE,
    )
    if not changed:
        return
    await conn.execute(
        "update workflow.respondent set acting_role = $3"
        " where case_id = $1 and acting_role = any($2::text[])",
        case_id,
        _INSIDE,
        Role.SUBSTITUTE,
    )
    await conn.execute(
        "update workflow.complaint set about_inspectorate = true where case_id = $1", case_id
    )
    rows = await conn.fetch(
        "select task_id, role, roles, holder_id, version from workflow.task"
        " where state = 'open' and roles && $2::text[] and (case_id = $1 or complaint_id in"
        " (select complaint_id from workflow.complaint where case_id = $1)) for update",
        case_id,
        _INSIDE,
    )
    for row in rows:
        (role,), roles = stood_in((Role(row["role"]),)), stood_in(Role(r) for r in row["roles"])
        await conn.execute(
            "update workflow.task set role = $2, roles = $3, holder_id = null,"
            " version = version + 1 where task_id = $1",
            row["task_id"],
            role,
            list(roles),
        )
        if row["holder_id"] is not None:
            await conn.execute(
                "insert into workflow.task_move (task_id, version, what, by_person, moved_at)"
                " values ($1, $2, 'released', $3, $4)",
                row["task_id"],
                row["version"] + 1,
                by,
                now,
            )
