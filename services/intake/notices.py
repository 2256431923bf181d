"""What an agency is told: rows in order, without a gap, with the very bytes that are delivered."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.intake.standing import Standing
from services.kit.database import Connection
from services.kit.errors import Malformed, Pointer
from services.kit.telemetry import traceparent


class StandingNotice(Standing, frozen=True):
    """The standing of one of the agency's complaints."""

    complaint_id: UUID
    case_number: str | None = Field(description="the agency's own number")
    status_url: str


class EvidenceNotice(BaseModel, frozen=True):
    """An upload that must be sent again: its bytes no longer match what was acknowledged."""

    evidence_id: UUID
    sha256: str


class Notice(BaseModel, frozen=True):
    """One notice; the feed and the webhook carry the same bytes."""

    id: UUID = Field(description="also the `webhook-id` of its delivery")
    type: Literal["complaint.stage_changed", "complaint.step_changed", "evidence.refused"]
    timestamp: AwareDatetime = Field(description="when it came about, by the legal clock")
    position: int = Field(description="its place in the agency's feed, from 1, without a gap")
    data: StandingNotice | EvidenceNotice


async def tell(
    conn: Connection,
    agency_id: str,
    notice_id: UUID,
    kind: Literal["complaint.stage_changed", "complaint.step_changed", "evidence.refused"],
    at: datetime,
    data: StandingNotice | EvidenceNotice,
) -> bool:
    """Put a notice into the agency's feed in the caller's transaction, once for its id.

    False if it is there already. If the agency has a webhook, its delivery is put in as well; for
    a disabled address it waits until the address is put again.
    """
    if await conn.fetchval("select 1 from intake.notice where notice_id = $1", notice_id):
        return False
    # The row lock makes positions gapless: another notice to this agency waits for our commit.
    position = await conn.fetchval(
        "insert into intake.feed (agency_id, last_position) values ($1, 1)"
        " on conflict (agency_id) do update set last_position = feed.last_position + 1"
        " returning last_position",
        agency_id,
    )
    notice = Notice(id=notice_id, type=kind, timestamp=at, position=position, data=data)
    await conn.execute(
        "insert into intake.notice"
        " (agency_id, position, notice_id, complaint_id, body, traceparent)"
        " values ($1, $2, $3, $4, $5, $6)",
        agency_id,
        position,
        notice_id,
        data.complaint_id if isinstance(data, StandingNotice) else None,
        notice.model_dump_json().encode(),
        traceparent(),
    )
    await conn.execute(
        "insert into intake.delivery (agency_id, position)"
        " select agency_id, $2 from intake.webhook where agency_id = $1",
        agency_id,
        position,
    )
    return True


async def feed(
    conn: Connection, agency_id: str, after: int | UUID, limit: int
) -> list[tuple[int, bytes]]:
    """The notices after a position or a notice, oldest first, as they are delivered.

    Malformed for the id of no notice of the agency: the whole feed again would help nobody.
    """
    if isinstance(after, UUID):
        after = await conn.fetchval(
            "select position from intake.notice where agency_id = $1 and notice_id = $2",
            agency_id,
            after,
        )
        if after is None:
            raise Malformed("malformed", pointers=[Pointer("/after", "invalid")])
    rows = await conn.fetch(
        "select position, body from intake.notice where agency_id = $1 and position > $2"
        " order by position limit $3",
        agency_id,
        after,
        limit,
    )
    return [(row["position"], row["body"]) for row in rows]
