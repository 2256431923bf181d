"""`/v1/cases/{id}/recusal`: "I am in this case" — and from then on it is not there for me."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official
from services.workflow.reading import cases
from services.workflow.register.tasks import held_by, hold
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["cases"])


class Declaration(BaseModel, extra="forbid"):
    """What the person is in the case."""

    part: Literal["respondent", "complainant", "witness", "related"] = Field(
        description="`related` (kin, favoured, candidate) still sees the case and never decides"
    )


@router.post("/cases/{case_id}/recusal", status_code=204, responses=responses(401, 404, 422, 503))
async def declare(case_id: UUID, body: Declaration, person: Official, desk: AtDesk) -> None:
    """Declare one's own part in a case; it cannot be taken back here."""
    async with desk.database.transaction() as conn:
        await cases.case(conn, Viewer.of(person), case_id)
        await conn.execute(
            "insert into workflow.recusal (case_id, person_id, part, recorded_by)"
            " values ($1, $2, $3, $2) on conflict (case_id, person_id) do update"
            " set part = excluded.part where recusal.part = 'related'",
            case_id,
            person.id,
            body.part,
        )
        # What he held is nobody's again: somebody else must be able to take it.
        for task_id in await held_by(conn, case_id, person.id):
            await hold(
                conn,
                task_id,
                what="released",
                by=person.id,
                to=None,
                now=await desk.clock.now(),
            )
