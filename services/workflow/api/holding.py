"""Who holds a task: taken, given back, handed over; a versioned row of the register."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, Field

from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.errors import Malformed, NotFound, Pointer, Refused
from services.kit.idempotency import parse_key
from services.kit.problems import responses
from services.kit.words import Language
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.api.tasks import Task, named
from services.workflow.desk import Desk
from services.workflow.reading import tasks as reading
from services.workflow.register.tasks import hold
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["tasks"])

What = Literal["claimed", "released", "handed_over"]
IfMatch = Annotated[
    str | None, Header(description='the version one has seen, `"3"`; another is a 412')
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="may be left out; with it, a repetition changes nothing and gets the first"
        " answer, whatever became of the task since",
    ),
]
_ANSWERS = responses(400, 401, 403, 404, 409, 412, 422, 503)
_VERSION = re.compile(r"[0-9]{1,9}")
"""What fits the register's column; a longer number is a version nobody has seen."""


class HandOver(BaseModel, extra="forbid"):
    """To whom a task goes."""

    to: str = Field(description="a person's id", min_length=1, max_length=100)


@dataclass(frozen=True)
class Move:
    """What becomes of who holds a task; `version` is the one that was seen, None any."""

    task_id: UUID
    what: What
    to: str | None
    version: int | None = None

    @property
    def digest(self) -> bytes:
        """What tells a repetition from another move under the same key."""
        return hashlib.sha256(f"{self.task_id}|{self.what}|{self.to}".encode()).digest()


@router.post("/tasks/{task_id}/claim", responses=_ANSWERS)
async def claim(
    task_id: UUID,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
    idempotency_key: Key = None,
) -> Task:
    """Take a task that is mine to answer; taken by another, it must be handed over."""
    move = Move(task_id, "claimed", person.id, version_of(if_match))
    return await _answered(desk, person, move, lang, response, idempotency_key)


@router.post("/tasks/{task_id}/release", responses=_ANSWERS)
async def release(
    task_id: UUID,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
    idempotency_key: Key = None,
) -> Task:
    """Give back a task that one holds; it is nobody's again."""
    move = Move(task_id, "released", None, version_of(if_match))
    return await _answered(desk, person, move, lang, response, idempotency_key)


@router.post("/tasks/{task_id}/hand-over", responses=_ANSWERS)
async def hand_over(
    task_id: UUID,
    body: HandOver,
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    response: Response,
    if_match: IfMatch = None,
    idempotency_key: Key = None,
) -> Task:
    """Give a task to a colleague who may see it and whose it is to answer."""
    move = Move(task_id, "handed_over", body.to, version_of(if_match))
    return await _answered(desk, person, move, lang, response, idempotency_key)


async def carry_out(desk: Desk, conn: Connection, person: Person, move: Move) -> None:
    """Checks who may, then writes the row, in the caller's transaction."""
    today = await desk.today(person)
    task = await reading.task(conn, Viewer.of(person), move.task_id, today)
    if not task.asked_of_me:
        raise Refused("not-your-task", about="who", role=task.role)
    if move.what == "handed_over" and task.holder_id == move.to and move.version is None:
        return  # He has it: handing it over once more changes nothing.
    held = task.holder_id if task.holder_id != person.id else None
    # A colleague who has left, or is in the case by now, keeps no task from the others.
    if move.what != "claimed" and held and await _may_hold(desk, conn, held, move.task_id, today):
        raise Refused("task-held", about="who")
    if move.what == "handed_over" and not await _may_hold(
        desk, conn, move.to or "", move.task_id, today
    ):
        # Not the colleague's, unknown, or in the case himself: the same word for all.
        raise Malformed("not-a-holder", pointers=[Pointer("/to", "not-a-holder")])
    await hold(
        conn,
        move.task_id,
        what=move.what,
        by=person.id,
        to=move.to,
        now=await desk.clock.now(),
        version=move.version,
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


async def _answered(
    desk: Desk,
    person: Person,
    move: Move,
    lang: Language,
    response: Response,
    idempotency_key: str | None,
) -> Task:
    """The task after the move; under a key, the first answer. A refused move takes no key."""
    act_id = None
    if idempotency_key is not None:
        act_id = desk.mint.mint("move", person.id, parse_key(idempotency_key))
    viewer, today = Viewer.of(person), await desk.today(person)
    async with desk.database.transaction() as conn:
        await reading.task(conn, viewer, move.task_id, today)
        shown = await _first_answer(conn, act_id, move)
        if shown is None:
            await carry_out(desk, conn, person, move)
            shown = named(await reading.task(conn, viewer, move.task_id, today), desk, lang)
            await conn.execute(
                "update workflow.move_answer set answer = $2 where act_id = $1",
                act_id,
                shown.model_dump_json(),
            )
    response.headers["etag"] = f'"{shown.version}"'
    return shown


async def _first_answer(conn: Connection, act_id: UUID | None, move: Move) -> Task | None:
    """What the first move under this key was answered; a twin in flight is waited for."""
    if act_id is None:
        return None
    mine = await conn.fetchval(
        "insert into workflow.move_answer (act_id, asked_sha256) values ($1, $2)"
        " on conflict do nothing returning true",
        act_id,
        move.digest,
    )
    if mine:
        return None
    first = await conn.fetchrow("select * from workflow.move_answer where act_id = $1", act_id)
    if bytes(first["asked_sha256"]) != move.digest:
        raise Malformed("idempotency-key-reused")
    return Task.model_validate_json(first["answer"])
