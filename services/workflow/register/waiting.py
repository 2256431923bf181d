"""Facts that nobody can hear yet: rows, each complaint's in the order in which they came.

A fact waits while its complaint is unknown or not started, and behind one that waits already. So
none overtakes another, and none holds up a partition while Temporal is slow or away.
"""

from uuid import UUID

from pydantic import TypeAdapter

from services.contracts.events import (
    ComplaintSupplemented,
    ComplaintWithdrawn,
    EvidenceAttached,
)
from services.kit import topics
from services.kit.database import Connection
from services.workflow.acts import Message
from services.workflow.workflows.state import ToldFact

Telling = ComplaintSupplemented | ComplaintWithdrawn | EvidenceAttached
_EVENT: TypeAdapter[Telling] = TypeAdapter(Telling)


class Fact(Message):
    """A signal for the workflow that now holds the complaint, and the event that it came by."""

    signal: str
    told: ToldFact
    event: Telling


def fact_of(event: Telling) -> Fact:
    """What the workflow hears of it."""
    complaint_id = complaint_of(event)
    if isinstance(event, EvidenceAttached):
        told = ToldFact(complaint_id=complaint_id, evidence_id=event.data.evidence_id)
        return Fact(signal="evidence_attached", told=told, event=event)
    if isinstance(event, ComplaintSupplemented):
        number = event.data.supplement or event.sequence
        told = ToldFact(complaint_id=complaint_id, supplement=number)
        return Fact(signal="supplemented", told=told, event=event)
    return Fact(signal="withdrawn", told=ToldFact(complaint_id=complaint_id), event=event)


def complaint_of(event: Telling) -> UUID:
    """Whom it is about."""
    return event.data.complaint_id or event.subject


async def now_or_kept(conn: Connection, event: Telling) -> Fact | None:
    """The fact if it may be told now; else it is kept, and None.

    The complaint's row stays locked until the caller's transaction ends.
    """
    complaint_id = complaint_of(event)
    state = await conn.fetchval(
        "select state from workflow.complaint where complaint_id = $1 for update", complaint_id
    )
    behind = await conn.fetchval(
        "select exists(select from workflow.early_fact where waits_for = $1)", complaint_id
    )
    if state in {None, "pending"} or behind:
        await keep(conn, event)
        return None
    return fact_of(event)


async def keep(conn: Connection, event: Telling) -> None:
    """Let it wait; a repetition is the same row."""
    await conn.execute(
        "insert into workflow.early_fact (event_id, topic, subject, waits_for, body)"
        " values ($1, $2, $3, $4, $5) on conflict do nothing",
        event.id,
        topics.EVIDENCE if isinstance(event, EvidenceAttached) else topics.COMPLAINT,
        event.subject,
        complaint_of(event),
        event.model_dump_json().encode(),
    )


async def of_complaint(conn: Connection, complaint_id: UUID) -> list[Fact]:
    """All that wait for this complaint, the first to come first."""
    rows = await conn.fetch(
        "select body from workflow.early_fact where waits_for = $1 order by came_at, event_id",
        complaint_id,
    )
    return [fact_of(_EVENT.validate_json(row["body"])) for row in rows]


async def hearable(conn: Connection, limit: int) -> list[UUID]:
    """Complaints that have started, and for which facts wait; the longest waiting first."""
    rows = await conn.fetch(
        "select waits_for from workflow.early_fact"
        " join workflow.complaint on complaint_id = waits_for"
        " where state <> 'pending' group by waits_for order by min(came_at) limit $1",
        limit,
    )
    return [row["waits_for"] for row in rows]


async def heard(conn: Connection, event_id: UUID) -> None:
    """It waits no more."""
    await conn.execute("delete from workflow.early_fact where event_id = $1", event_id)
