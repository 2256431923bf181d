"""Who holds a task: taken, given back, handed over; a versioned row of the register."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, Field

from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.errors import Malformed, NotFound, Pointer, Refused
from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.api.tasks import Task, named
from services.workflow.desk import Desk
from services.workflow.reading import tasks as reading
from services.workflow.register.tasks import hold
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["tasks"])

IfMatch = Annotated[
    str | None, Header(description='the version one has seen, `"3"`; another is a 412')
]
_ANSWERS = responses(401, 403, 404, 409, 412, 422, 503)
_VERSION = re.compile(r"[0-9]{1,9}")
"""What fits the register's column; a longer number is a version nobody has seen."""


class HandOver(BaseModel, extra="forbid"):
    """To whom a task goes."""

    to: str = Field(description="a person's id", min_length=1, max_length=100)


@router.post("/tasks/{task_id}/claim", responses=_ANSWERS)
async def claim(
    task_id: UUID,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
) -> Task:
    """Take a task that is mine to answer; taken by another, it must be handed over."""
    await move(desk, person, task_id, "claimed", person.id, version_of(if_match))
    return await _shown(desk, person, task_id, lang, response)


@router.post("/tasks/{task_id}/release", responses=_ANSWERS)
async def release(
    task_id: UUID,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
) -> Task:
    """Give back a task that one holds; it is nobody's again."""
    await move(desk, person, task_id, "released", None, version_of(if_match))
    return await _shown(desk, person, task_id, lang, response)


@router.post("/tasks/{task_id}/hand-over", responses=_ANSWERS)
async def hand_over(
    task_id: UUID,
    body: HandOver,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
) -> Task:
    """Give a task to a colleague who may see it and whose it is to answer."""
    await move(desk, person, task_id, "handed_over", body.to, version_of(if_match))
    return await _shown(desk, person, task_id, lang, response)


async def move(
    desk: Desk, person: Person, task_id: UUID, what: str, to: str | None, version: int | None
) -> None:
    """Checks who may, then writes the row; a repetition of the same changes nothing."""
    today = await desk.today(person)
    async with desk.database.transaction() as conn:
        task = await reading.task(conn, Viewer.of(person), task_id, today)
        if not task.asked_of_me:
            raise Refused("not-your-task", about="who", role=task.role)
        held = task.holder_id if task.holder_id != person.id else None
        # A colleague who has left, or is in the case by now, keeps no task from the others.
        if what != "claimed" and held and await _may_hold(desk, conn, held, task_id, today):
            raise Refused("task-held", about="who")
        if what == "handed_over" and not await _may_hold(desk, conn, to or "", task_id, today):
            # Not the colleague's, unknown, or in the case himself: the same word for all.
            raise Malformed("not-a-holder", pointers=[Pointer("/to", "not-a-holder")])
        await hold(
            conn,
            task_id,
            what=what,
            by=person.id,
            to=to,
            now=await desk.clock.now(),
            version=version,
        )


async def _may_hold(
    desk: Desk, conn: Connection, person_id: str, task_id: UUID, today: date
) -> bool:
    colleague = await desk.directory.person(person_id)
    if colleague is None:
        return False
    try:
        task = await reading.task(conn, Viewer.of(colleague), task_id, today)
    except NotFound:
        return False
    return task.asked_of_me


def version_of(if_match: str | None) -> int | None:
    """The version that `If-Match` names; `*` and nothing mean any."""
    if if_match is None or if_match.strip() == "*":
        return None
    bare = if_match.strip().removeprefix("W/").strip('"')
    if not _VERSION.fullmatch(bare):
        raise Refused("task-changed", about="version")
    return int(bare)


async def _shown(
    desk: Desk, person: Person, task_id: UUID, lang: Tongue, response: Response
) -> Task:
    today = await desk.today(person)
    async with desk.database.connection() as conn:
        task = await reading.task(conn, Viewer.of(person), task_id, today)
    response.headers["etag"] = f'"{task.version}"'
    return named(task, desk, lang)
