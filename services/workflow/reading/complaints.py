"""Complaints as triage reads them: the text without its people, and what is known around it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.contracts.complaint import ComplaintContent
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.workflow.register.content import Contents
from services.workflow.seeing import Viewer, case_condition, complaint_condition


class ComplaintLine(BaseModel):
    """One complaint; the text is null while it has not come from intake yet."""

    complaint_id: UUID
    agency_id: str
    agency_kind: str
    jurisdiction: str
    kind: str
    received_at: datetime
    state: str = Field(description="pending, started, opened, joined or settled")
    stage: str
    expected_on: date | None
    case_id: UUID | None
    outcome: str | None
    reason_code: str | None
    supplements: int
    withdrawn_at: datetime | None
    content: ComplaintContent | None = Field(
        description="the complaint as it stands, without complainant, witnesses and file names"
    )
    same_respondent_in: list[UUID] = Field(
        description="cases that one sees with a respondent of the same number of employment"
    )


async def complaint(
    conn: Connection, viewer: Viewer, contents: Contents, complaint_id: UUID
) -> ComplaintLine:
    """One complaint that the person sees; any other is as if not there."""
    row = await conn.fetchrow(
        f"select p.* from workflow.complaint p where {complaint_condition()}"  # noqa: S608
        " and p.complaint_id = $8",
        *viewer.sql(),
        complaint_id,
    )
    if row is None:
        raise NotFound("not-found")
    return ComplaintLine(
        **_fields(row),
        content=await contents.read(conn, complaint_id),
        same_respondent_in=await _same_respondent(conn, viewer, complaint_id),
    )


def line(row: Any) -> ComplaintLine:  # noqa: ANN401 -- an asyncpg record
    """How a complaint stands, without its text."""
    return ComplaintLine(**_fields(row), content=None, same_respondent_in=[])


def _fields(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- an asyncpg record
    apart = {"content", "same_respondent_in"}
    return {name: row[name] for name in ComplaintLine.model_fields if name not in apart}


async def _same_respondent(conn: Connection, viewer: Viewer, complaint_id: UUID) -> list[UUID]:
    rows = await conn.fetch(
        "select distinct r.case_id from workflow.complaint_respondent q"  # noqa: S608
        " join workflow.respondent r on r.nip_digest = q.nip_digest"
        " join workflow.cases c on c.case_id = r.case_id"
        f" where q.complaint_id = $8 and {case_condition()}"
        " and not exists (select 1 from workflow.complaint p"
        "                 where p.complaint_id = $8 and p.case_id = r.case_id)"
        " order by 1",
        *viewer.sql(),
        complaint_id,
    )
    return [row["case_id"] for row in rows]


async def complaints_of(conn: Connection, contents: Contents, case_id: UUID) -> list[ComplaintLine]:
    """The complaints of a case; whoever asks has been let into the case before."""
    rows = await conn.fetch(
        "select p.* from workflow.complaint p where p.case_id = $1 order by p.accepted_at",
        case_id,
    )
    return [
        ComplaintLine(
            **_fields(row),
            content=await contents.read(conn, row["complaint_id"]),
            same_respondent_in=[],
        )
        for row in rows
    ]
