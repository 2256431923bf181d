"""`/v1/tasks`: the inbox, and one task."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from services.kit.problems import responses
from services.kit.words import Language
from services.workflow.api import cursors
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.desk import Desk
from services.workflow.reading import tasks as reading
from services.workflow.reading.tasks import Counts, TaskLine, View
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["tasks"])


class Task(TaskLine):
    """One task, with its names in the reader's language."""

    title: str
    role_title: str
    task_type: str = Field(description="where its form is described")


class Tasks(BaseModel):
    """One view of the open tasks, the most urgent first."""

    view: View
    counts: Counts
    oldest: date | None = Field(description="when the oldest open task of this view was opened")
    items: list[Task]
    next: str | None = Field(description="give it as `after` for the next page")


def named(task: TaskLine, desk: Desk, lang: Language) -> Task:
    """The task with its names."""
    return Task(
        **task.model_dump(),
        title=desk.labels.kind(task.kind, lang),
        role_title=desk.labels.of("label.role", task.role, lang),
        task_type=f"/v1/task-types/{task.kind}",
    )


@router.get("/tasks", responses=responses(401, 422, 503))
async def list_tasks(
    person: Official,
    desk: AtDesk,
    lang: Tongue,
    view: Annotated[View, Query(description="whose tasks")] = View.OFFICE,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Tasks:
    """Open tasks: held by me or asked of my post, mine to answer, nobody's yet, or too late."""
    place, today = cursors.task_place(after), await desk.today(person)
    async with desk.database.connection() as conn:
        inbox = await reading.inbox(conn, Viewer.of(person), view, today, limit, place)
    return Tasks(
        view=inbox.view,
        counts=inbox.counts,
        oldest=inbox.oldest,
        items=[named(task, desk, lang) for task in inbox.items],
        next=cursors.of_task(inbox.next),
    )


@router.get("/tasks/{task_id}", responses=responses(401, 404, 422, 503))
async def one_task(
    task_id: UUID, person: Official, desk: AtDesk, lang: Tongue, response: Response
) -> Task:
    """One task; its `ETag` is the version for `If-Match`."""
    today = await desk.today(person)
    async with desk.database.connection() as conn:
        task = await reading.task(conn, Viewer.of(person), task_id, today)
    response.headers["etag"] = f'"{task.version}"'
    return named(task, desk, lang)
