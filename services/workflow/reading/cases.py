"""Cases as officials read them."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.contracts.complaint import Respondent
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.workflow.register.content import Contents
from services.workflow.seeing import Viewer, case_condition


class CaseLine(BaseModel):
    """One case, as in a list."""

    case_id: UUID
    case_number: str
    jurisdiction: str
    kind: str
    route: str = Field(description="inspectorate or below")
    stage: str
    point: str = Field(description="where exactly it waits")
    opened_on: date
    expected_on: date | None
    acting_role: str | None
    election_type: str | None
    election_id: str | None
    closed_on: date | None
    reason_code: str | None
    rules_version: str | None = Field(description="the book of law that was frozen on the case")
    complaints: list[UUID]


CasePlace = tuple[datetime, UUID]


class CasePage(BaseModel):
    """Some cases, newest first; how many there are in all; the place behind the last of these."""

    items: list[CaseLine]
    total: int
    next: CasePlace | None


class RespondentLine(BaseModel):
    """One respondent of a case."""

    n: int
    category: str
    point: str | None
    stage: str | None
    outcome: str | None
    degree: str | None
    sanction: str | None
    reason_code: str | None
    effective_on: date | None
    expected_on: date | None
    acting_role: str | None
    profile: dict[str, Any] = Field(description="what was confirmed of him: codes and posts")
    details: Respondent | None = Field(description="as the complaint names him")


class ClockLine(BaseModel):
    """A period of the law."""

    clock_id: UUID
    key: str
    task_id: UUID | None
    respondent: int | None
    anchor_on: date = Field(description="day 0, never counted")
    n: int | None
    unit: str | None = Field(description="WD working days, CD calendar days")
    due_on: date
    state: str = Field(description="running, met, lapsed or stopped")
    effect: str = Field(description="escalates, legal or info")
    reminded_on: date | None
    escalated_on: date | None
    escalated_to: list[str]


_LINE = """
    select c.*, array(select p.complaint_id from workflow.complaint p
                      where p.case_id = c.case_id order by p.accepted_at) as complaints
    from workflow.cases c
"""


async def page(
    conn: Connection,
    viewer: Viewer,
    *,
    stage: str | None,
    after: CasePlace | None,
    limit: int,
) -> CasePage:
    """Cases that the person sees, from a place on."""
    at, case_id = after or (None, None)
    seen = f"{case_condition()} and ($8::text is null or c.stage = $8)"
    rows = await conn.fetch(
        f"{_LINE} where {seen}"
        " and ($9::timestamptz is null or (c.opened_at, c.case_id) < ($9, $10::uuid))"
        " order by c.opened_at desc, c.case_id desc limit $11",
        *viewer.sql(),
        stage,
        at,
        case_id,
        limit + 1,
    )
    total = await conn.fetchval(
        f"select count(*) from workflow.cases c where {seen}",  # noqa: S608
        *viewer.sql(),
        stage,
    )
    shown, more = rows[:limit], len(rows) > limit
    place = (shown[-1]["opened_at"], shown[-1]["case_id"]) if more else None
    return CasePage(items=[_line(row) for row in shown], total=total, next=place)


async def numbers(conn: Connection, viewer: Viewer, limit: int) -> list[tuple[UUID, str]]:
    """Id and number of the newest cases that the person sees."""
    rows = await conn.fetch(
        f"select c.case_id, c.case_number from workflow.cases c where {case_condition()}"  # noqa: S608
        " order by c.opened_at desc, c.case_id desc limit $8",
        *viewer.sql(),
        limit,
    )
    return [(row["case_id"], row["case_number"]) for row in rows]


async def case(conn: Connection, viewer: Viewer, case_id: UUID) -> CaseLine:
    """One case that the person sees; any other is as if not there."""
    row = await conn.fetchrow(
        f"{_LINE} where {case_condition()} and c.case_id = $8", *viewer.sql(), case_id
    )
    if row is None:
        raise NotFound("not-found")
    return _line(row)


async def respondents(conn: Connection, contents: Contents, case_id: UUID) -> list[RespondentLine]:
    """The respondents of a case, by number; whoever asks has been let in before."""
    rows = await conn.fetch(
        "select * from workflow.respondent where case_id = $1 order by n", case_id
    )
    return [
        RespondentLine(
            **{
                name: row[name]
                for name in RespondentLine.model_fields
                if name not in {"profile", "details"}
            },
            profile=json.loads(row["profile"]),
            details=contents.open_details(
                case_id, row["n"], row["wrapped_key"], row["details_sealed"]
            ),
        )
        for row in rows
    ]


async def clocks(
    conn: Connection, *, case_id: UUID | None = None, complaint_id: UUID | None = None
) -> list[ClockLine]:
    """The periods of a matter, in the order in which they were started."""
    rows = await conn.fetch(
        "select k.*, t.opened_at from workflow.clock k"
        " left join workflow.task t on t.task_id = k.task_id"
        " where k.case_id = $1 or k.complaint_id = $2"
        " or k.complaint_id in (select complaint_id from workflow.complaint where case_id = $1)"
        " order by k.anchor_on, k.due_on, k.clock_id",
        case_id,
        complaint_id,
    )
    return [ClockLine(**{name: row[name] for name in ClockLine.model_fields}) for row in rows]


def _line(row: Any) -> CaseLine:  # noqa: ANN401 -- an asyncpg record
    return CaseLine(**{name: row[name] for name in CaseLine.model_fields})
