"""Who is asked for a contract worker's profile: the head of his own office, never another's."""

from services.contracts.law import Role
from services.kit.database import Connection
from services.workflow.activities.orders import TaskToOpen
from services.workflow.forms.kinds import TaskKind


async def asked_of_his_office(conn: Connection, order: TaskToOpen) -> TaskToOpen:
    """A profile that is asked of heads of office goes to the one that the complaint names.

    Where it names none that the regency knows, BKPSDM is asked: it keeps the agreements too.
    """
    heads = order.kind is TaskKind.PROFILE and order.role is Role.OPD_HEAD
    if not heads or order.post_id or order.office_id:
        return order
    office_id = await conn.fetchval(
        "select profile->>'office_said' from workflow.respondent where case_id = $1 and n = $2",
        order.scope.case_id,
        order.respondent,
    )
    if office_id is not None:
        return order.model_copy(update={"office_id": office_id})
    others = tuple(role for role in order.roles if role is not Role.OPD_HEAD)
    return order.model_copy(update={"role": Role.BKPSDM, "roles": others or (Role.BKPSDM,)})
