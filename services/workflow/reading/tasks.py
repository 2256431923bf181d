"""The inbox: tasks that a person sees, in four views, with counts and the oldest."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.kit.database import Connection
from services.kit.errors import NotFound
from services.workflow.seeing import ASKED, Viewer, task_condition


class View(StrEnum):
    """Whose tasks: held by me or asked of my own post; mine to answer; nobody's yet; too late."""

    MINE = "mine"
    OFFICE = "office"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"


class TaskLine(BaseModel):
    """One task."""

    task_id: UUID
    kind: str
    state: str = Field(description="open, answered or withdrawn")
    jurisdiction: str
    case_id: UUID | None
    case_number: str | None
    complaint_id: UUID | None
    agency_id: str | None = Field(description="who sent the complaint, before there is a case")
    received_at: datetime | None = Field(description="when that complaint was received")
    respondent: int | None = Field(description="number in the case, from 1")
    role: str = Field(description="the role it is asked of")
    office_id: str | None
    post_id: str | None
    holder_id: str | None = Field(description="who took it")
    version: int = Field(description="for If-Match when it is taken, given back or handed over")
    opened_on: date
    due_on: date | None
    overdue: bool
    escalated_to: list[str]
    asked_of_me: bool = Field(description="whether it is mine to answer")
    context: dict[str, Any] = Field(description="codes, dates and numbers beside the form")


class Counts(BaseModel):
    """How many open tasks each view has."""

    mine: int
    office: int
    unassigned: int
    overdue: int


TaskPlace = tuple[date | None, datetime, UUID]
"""By due date (none comes last), then by age."""


class Inbox(BaseModel):
    """One view of the open tasks, the most urgent first; the place behind the last of these."""

    view: View
    counts: Counts
    oldest: date | None = Field(description="when the oldest open task of this view was opened")
    items: list[TaskLine]
    next: TaskPlace | None


_MINE = "(t.holder_id = $2 or (t.holder_id is null and t.post_id = any($4::text[])))"
_VIEWS = {
    View.MINE: _MINE,
    View.OFFICE: "asked_of_me",
    View.UNASSIGNED: "(asked_of_me and t.holder_id is null and t.post_id is null)",
    View.OVERDUE: "(t.due_on < $8 and (asked_of_me or t.escalated_to && $3::text[]))",
}
_DUE = "coalesce(t.due_on, 'infinity'::date)"
_COLUMNS = (
    f"t.*, coalesce({ASKED}, false) as asked_of_me,"  # noqa: S608 -- columns and parameters only
    " coalesce(t.due_on < $8 and t.state = 'open', false) as overdue,"
    " (select n.case_number from workflow.cases n where n.case_id = t.case_id) as case_number,"
    " sent.agency_id, sent.received_at, sent.supplements,"
    " sent.withdrawn_at is not null as withdrawn, sent.content_sealed is not null as text_here"
)
_SINCE = ("withdrawn", "supplements", "text_here")
"""What the agency may have sent since triage was asked: told as it is, not as it was."""
_FROM = "workflow.task t left join workflow.complaint sent using (complaint_id)"


def _seen(more: str) -> str:
    return f"select {_COLUMNS} from {_FROM} where {task_condition()} and {more}"  # noqa: S608


async def inbox(
    conn: Connection,
    viewer: Viewer,
    view: View,
    today: date,
    limit: int,
    after: TaskPlace | None = None,
) -> Inbox:
    """The view from a place on; counts and the oldest are those of whole views."""
    arguments = (*viewer.sql(), today)
    seen = _seen("t.state = 'open'")
    each = ", ".join(f"count(*) filter (where {_VIEWS[v]}) as {v.value}" for v in View)
    counts = await conn.fetchrow(
        f"with t as ({seen}) select {each},"  # noqa: S608 -- columns and parameters only
        f" min(t.opened_on) filter (where {_VIEWS[view]}) as oldest from t",
        *arguments,
    )
    rows = await conn.fetch(
        f"with t as ({seen}) select * from t where {_VIEWS[view]}"  # noqa: S608
        f" and ($10::timestamptz is null or ({_DUE}, t.opened_at, t.task_id)"
        "  > (coalesce($9::date, 'infinity'), $10, $11::uuid))"
        f" order by {_DUE}, t.opened_at, t.task_id limit $12",
        *arguments,
        *(after or (None, None, None)),
        limit + 1,
    )
    shown, last = rows[:limit], rows[limit - 1] if len(rows) > limit else None
    return Inbox(
        view=view,
        counts=Counts(**{v.value: counts[v.value] for v in View}),
        oldest=counts["oldest"],
        items=[_line(row) for row in shown],
        next=(last["due_on"], last["opened_at"], last["task_id"]) if last else None,
    )


async def task(conn: Connection, viewer: Viewer, task_id: UUID, today: date) -> TaskLine:
    """One task that the person sees; any other is as if not there."""
    row = await conn.fetchrow(_seen("t.task_id = $9"), *viewer.sql(), today, task_id)
    if row is None:
        raise NotFound("not-found")
    return _line(row)


async def tasks_of(
    conn: Connection,
    viewer: Viewer,
    today: date,
    *,
    case_id: UUID | None = None,
    complaint_id: UUID | None = None,
) -> list[TaskLine]:
    """The tasks of one matter that the person sees, in the order in which they were asked."""
    rows = await conn.fetch(
        _seen("(t.case_id = $9 or t.complaint_id = $10)") + " order by t.opened_at, t.task_id",
        *viewer.sql(),
        today,
        case_id,
        complaint_id,
    )
    return [_line(row) for row in rows]


def _line(row: Any) -> TaskLine:  # noqa: ANN401 -- an asyncpg record
    fields = {name: row[name] for name in TaskLine.model_fields if name != "context"}
    context = json.loads(row["context"])
    if row["state"] == "open":
        context |= {name: row[name] for name in _SINCE if name in context}
    return TaskLine(**fields, context=context)
