"""`…/recusal`: "I am in this" — and from then on the case or complaint is not there for me."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official
from services.workflow.desk import Desk
from services.workflow.reading import cases
from services.workflow.reading.complaints import complaint
from services.workflow.register.tasks import held_by, hold
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["cases"])

_ANSWERS = responses(401, 404, 422, 503)


class Declaration(BaseModel, extra="forbid"):
    """What the person is in the matter."""

    part: Literal["respondent", "complainant", "witness", "related"] = Field(
        description="`related` (kin, favoured, candidate) still sees the case and never decides"
    )


@router.post("/cases/{case_id}/recusal", status_code=204, responses=_ANSWERS)
async def declare(case_id: UUID, body: Declaration, person: Official, desk: AtDesk) -> None:
    """Declare one's own part in a case; it cannot be taken back here."""
    async with desk.database.transaction() as conn:
        await cases.case(conn, Viewer.of(person), case_id)
        await _declared(desk, conn, person, case_id, body)


@router.post("/complaints/{complaint_id}/recusal", status_code=204, responses=_ANSWERS)
async def declare_early(
    complaint_id: UUID, body: Declaration, person: Official, desk: AtDesk
) -> None:
    """The same before there is a case; it goes along into whatever becomes of the complaint."""
    async with desk.database.transaction() as conn:
        await complaint(conn, Viewer.of(person), desk.contents, complaint_id)
        await _declared(desk, conn, person, complaint_id, body)


async def _declared(
    desk: Desk, conn: Connection, person: Person, matter_id: UUID, body: Declaration
) -> None:
    await conn.execute(
        "insert into workflow.recusal (matter_id, person_id, part, recorded_by)"
        " values ($1, $2, $3, $2) on conflict (matter_id, person_id) do update"
        " set part = excluded.part where recusal.part = 'related'",
        matter_id,
        person.id,
        body.part,
    )
    # What he held is nobody's again: somebody else must be able to take it.
    for task_id in await held_by(conn, matter_id, person.id):
        await hold(
            conn,
            task_id,
            what="released",
            by=person.id,
            to=None,
            now=await desk.clock.now(),
        )
    await desk.acting.stepped_aside(conn, matter_id, person.id)
