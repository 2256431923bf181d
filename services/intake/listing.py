"""Questions of an agency about its own complaints."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.intake.standing import COLUMNS, Status, status_of
from services.kit import bounded
from services.kit.database import Connection, Database
from services.kit.errors import Malformed, NotFound, Pointer


class StatusPage(BaseModel, frozen=True):
    """Complaints, newest first."""

    items: list[Status]
    next: str | None = Field(description="give it as `cursor` for the page after; null at the end")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; None means any."""

    jurisdiction: str | None = None
    stage: str | None = None
    kind: str | None = None
    case_number: str | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None


_FROM = (
    f"select {COLUMNS} from intake.complaint join intake.standing using (complaint_id)"  # noqa: S608
    " where agency_id = $1"
)


async def status(database: Database, agency_id: str, complaint_id: UUID) -> Status:
    """Where a complaint stands; NotFound if there is none or it is another's."""
    async with bounded.reading(database) as conn:
        row = await conn.fetchrow(f"{_FROM} and complaint_id = $2", agency_id, complaint_id)
    if row is None:
        raise NotFound("not-found")
    return status_of(row)


async def page(
    database: Database, agency_id: str, filters: Filters, cursor: str | None, limit: int
) -> StatusPage:
    """One page of the agency's complaints, newest first; Malformed for a cursor of nobody's."""
    number = filters.case_number
    async with bounded.reading(database) as conn:
        below = await _number(conn, agency_id, cursor) if cursor else None
        rows = await conn.fetch(
            f"{_FROM} and ($2::bigint is null or number < $2)"
            " and ($3::text is null or jurisdiction = $3)"
            " and ($4::text is null or stage = $4) and ($5::text is null"
            " or coalesce(corrected_kind, kind) = $5)"
            " and ($6::bytea is null or case_number_digest = $6)"
            " and ($7::timestamptz is null or received_at >= $7)"
            " and ($8::timestamptz is null or received_at < $8)"
            " order by number desc limit $9",
            agency_id,
            below,
            filters.jurisdiction,
            filters.stage,
            filters.kind,
            hashlib.sha256(number.strip().encode()).digest() if number else None,
            filters.received_from,
            filters.received_before,
            limit + 1,
        )
    shown = rows[:limit]
    more = len(rows) > limit
    return StatusPage(
        items=[status_of(row) for row in shown],
        next=str(shown[-1]["complaint_id"]) if more else None,
    )


async def _number(conn: Connection, agency_id: str, cursor: str) -> int:
    """Where the page before ended.

    A cursor is the id of one of the agency's own complaints: our running number would tell how many
    others came between two of them.
    """
    found: int | None = None
    with suppress(ValueError):
        found = await conn.fetchval(
            "select number from intake.complaint where agency_id = $1 and complaint_id = $2",
            agency_id,
            UUID(cursor),
        )
    if found is None:
        raise Malformed("malformed", pointers=[Pointer("/cursor", "invalid")])
    return found
