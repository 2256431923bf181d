"""What a person does: an answer to a task, or an act without one; recorded before it is answered.

The update's id is derived from the person and the `Idempotency-Key`: a repetition is the same act
and gets the first receipt.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from services.kit.access.entries import Person
from services.kit.idempotency import parse_key
from services.kit.problems import responses
from services.workflow.acts import ActReceipt
from services.workflow.api.official import AtDesk, Official
from services.workflow.desk import Desk

router = APIRouter(prefix="/v1", tags=["acts"])

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="one for each act, 1 to 255 characters, unchanged when it is repeated",
    ),
]
_ANSWERS = responses(400, 401, 403, 404, 409, 412, 422, 503)


class TaskAnswer(BaseModel, extra="forbid"):
    """An answer: the paper's date, and the fields of the task's form."""

    happened_on: date = Field(description="the date on the paper; legal clocks run from it")
    answer: dict[str, Any] = Field(description="the fields of `/v1/task-types/{kind}`")


class CaseAct(TaskAnswer):
    """What was done in a case without having been asked."""

    kind: str = Field(min_length=1, max_length=60, examples=["objection_received"])
    respondent: int | None = Field(None, ge=1, le=10_000, description="number in the case, from 1")


def act_id(desk: Desk, person: Person, key: str) -> UUID:
    """The act that this person means by this key."""
    return desk.mint.mint("act", person.id, key)


@router.post("/tasks/{task_id}/answer", responses=_ANSWERS)
async def answer(
    task_id: UUID,
    body: TaskAnswer,
    person: Official,
    desk: AtDesk,
    idempotency_key: Key = None,
) -> ActReceipt:
    """Answer a task: done and in the register, or refused with the reason and its citation."""
    key = parse_key(idempotency_key)
    return await desk.acting.answer(
        task_id, person, body.answer, body.happened_on, act_id(desk, person, key)
    )


@router.post("/cases/{case_id}/acts", responses=_ANSWERS)
async def act(
    case_id: UUID,
    body: CaseAct,
    person: Official,
    desk: AtDesk,
    idempotency_key: Key = None,
) -> ActReceipt:
    """Record what may be recorded at any time (an objection, a referral, an inaction …)."""
    key = parse_key(idempotency_key)
    return await desk.acting.act(
        case_id,
        body.kind,
        body.respondent,
        person,
        body.answer,
        body.happened_on,
        act_id(desk, person, key),
    )
