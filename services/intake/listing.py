"""Questions of an agency about its own complaints."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.intake.standing import COLUMNS, Status, status_of
from services.kit import bounded
from services.kit.database import Database
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
    """One page of the agency's complaints, newest first."""
    number = filters.case_number
    async with bounded.reading(database) as conn:
        rows = await conn.fetch(
            f"{_FROM} and ($2::bigint is null or number < $2)"
            " and ($3::text is null or jurisdiction = $3)"
            " and ($4::text is null or stage = $4) and ($5::text is null or kind = $5)"
            " and ($6::bytea is null or case_number_digest = $6)"
            " and ($7::timestamptz is null or received_at >= $7)"
            " and ($8::timestamptz is null or received_at < $8)"
            " order by number desc limit $9",
            agency_id,
            _number(cursor) if cursor else None,
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
        next=_cursor(shown[-1]["number"]) if more else None,
    )


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"n{number}".encode()).decode().rstrip("=")


def _number(cursor: str) -> int:
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        number = int(plain.removeprefix("n"))
    except (ValueError, binascii.Error) as error:
        raise Malformed("malformed", pointers=[Pointer("/cursor", "invalid")]) from error
    if not plain.startswith("n") or not 0 <= number < 2**63:
        raise Malformed("malformed", pointers=[Pointer("/cursor", "invalid")])
    return number
