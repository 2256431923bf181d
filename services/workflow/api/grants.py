"""`…/grants`: leave for one act on one item, for minutes; written down before it is given."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from services.kit.problems import responses
from services.workflow import granting
from services.workflow.api.official import AtDesk, Official
from services.workflow.granting import Act, Granted
from services.workflow.reading import cases, tasks
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer
from services.workflow.storable import can_be_kept

router = APIRouter(prefix="/v1", tags=["grants"])


def _kept(purpose: str) -> str:
    if not can_be_kept(purpose):
        raise ValueError("cannot be kept")
    return purpose


Purpose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_kept),
]
_ANSWERS = responses(401, 403, 404, 422, 503)


class GrantWanted(BaseModel, extra="forbid"):
    """What is to be done, on what, and why."""

    act: Act
    item: str | None = Field(
        None,
        max_length=100,
        description="an evidence item or complaint of this matter; to upload, the matter itself",
    )
    purpose: Purpose = Field(description="why, in a few words; kept in custody and audit")


class GrantGiven(BaseModel):
    """Send `Authorization: Grant <grant>` to the address before it expires."""

    grant: str
    url: str
    method: str
    expires_at: datetime


def _given(granted: Granted) -> GrantGiven:
    return GrantGiven(
        grant=granted.token,
        url=granted.url,
        method=granted.method,
        expires_at=granted.grant.expires_at,
    )


@router.post("/cases/{case_id}/grants", status_code=201, responses=_ANSWERS)
async def grant_in_case(
    case_id: UUID, body: GrantWanted, person: Official, desk: AtDesk
) -> GrantGiven:
    """Leave to view or download an item, to upload a paper, to learn who complained."""
    async with desk.database.transaction() as conn:
        await cases.case(conn, Viewer.of(person), case_id)
        matter = Matter(case_id=case_id, complaint_id=None, task_id=None)
        granted = await granting.grant(
            desk, conn, person, matter, body.act, body.item, body.purpose
        )
    return _given(granted)


@router.post("/tasks/{task_id}/grants", status_code=201, responses=_ANSWERS)
async def grant_in_task(
    task_id: UUID, body: GrantWanted, person: Official, desk: AtDesk
) -> GrantGiven:
    """The same, before there is a case."""
    today = await desk.today(person)
    async with desk.database.transaction() as conn:
        task = await tasks.task(conn, Viewer.of(person), task_id, today)
        matter = Matter(case_id=task.case_id, complaint_id=task.complaint_id, task_id=task_id)
        granted = await granting.grant(
            desk, conn, person, matter, body.act, body.item, body.purpose
        )
    return _given(granted)
