"""What comes from intake and evidence: one row a complaint, written before anything is started.

Uniqueness lives here: a complaint that is settled never starts again, whatever Temporal forgot.
Each function is safe to repeat, and says whom to tell; a repetition says it again.
"""

from datetime import datetime
from uuid import UUID

from services.contracts.events import (
    ComplaintEvent,
    ComplaintReceived,
    ComplaintSupplemented,
    EvidenceEvent,
    EvidenceRefused,
    EvidenceSealed,
)
from services.contracts.law import AgencyKind, ComplaintKind
from services.kit.database import Connection
from services.workflow.acts import Message
from services.workflow.workflows.state import (
    ReceivedComplaint,
    ToldFact,
)


class Fact(Message):
    """A signal for the workflow that now holds the complaint."""

    signal: str
    told: ToldFact


class Arrived(Message):
    """What a complaint's event came to."""

    pending: bool = False
    """The complaint waits to be started."""
    fact: Fact | None = None


async def take_complaint(conn: Connection, event: ComplaintEvent) -> Arrived:
    """The complaint's row, or what changed about it; a fact that comes too early waits."""
    data = event.data
    if isinstance(event, ComplaintReceived):
        await conn.execute(
            "insert into workflow.complaint (complaint_id, agency_id, agency_kind, jurisdiction,"
            " kind, received_at, respondents, election_type, election_id, categories,"
            " evidence_ids, body_sha256, sequence, traceparent)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
            " on conflict (complaint_id) do nothing",
            data.complaint_id,
            data.agency_id,
            data.agency_kind,
            event.jurisdiction,
            data.kind,
            event.time,
            data.respondents,
            data.election_type,
            data.election_id,
            list(data.categories),
            list(data.evidence_ids),
            data.body_sha256,
            event.sequence,
            event.traceparent,
        )
        state = await conn.fetchval(
            "select state from workflow.complaint where complaint_id = $1", data.complaint_id
        )
        return Arrived(pending=state == "pending")
    row = await conn.fetchrow(
        "select sequence from workflow.complaint where complaint_id = $1 for update",
        data.complaint_id,
    )
    if row is None:
        await _wait(conn, event, data.complaint_id)
        return Arrived()
    newer = event.sequence > row["sequence"]
    if isinstance(event, ComplaintSupplemented):
        if newer:
            await conn.execute(
                "update workflow.complaint set sequence = $2,"
                " supplements = greatest(supplements, $3),"
                " evidence_ids = array(select distinct unnest(evidence_ids || $4::uuid[]))"
                " where complaint_id = $1",
                data.complaint_id,
                event.sequence,
                data.supplement or 0,
                list(data.evidence_ids),
            )
        told = ToldFact(
            complaint_id=data.complaint_id, supplement=data.supplement or event.sequence
        )
        return Arrived(fact=Fact(signal="supplemented", told=told))
    if newer:
        await conn.execute(
            "update workflow.complaint set sequence = $2, withdrawn_at = $3"
            " where complaint_id = $1",
            data.complaint_id,
            event.sequence,
            event.time,
        )
    told = ToldFact(complaint_id=data.complaint_id)
    return Arrived(fact=Fact(signal="withdrawn", told=told))


async def take_evidence(conn: Connection, event: EvidenceEvent) -> Arrived:
    """An item's row: sealed or refused, and attached once it is sealed and named."""
    data = event.data
    state = (
        "sealed"
        if isinstance(event, EvidenceSealed)
        else "refused"
        if isinstance(event, EvidenceRefused)
        else "attached"
    )
    await conn.execute(
        "insert into workflow.evidence_item (evidence_id, agency_id, jurisdiction, sent_for,"
        " state, sha256, size, media_type, warnings, sequence)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict (evidence_id) do update set"
        " agency_id = coalesce(excluded.agency_id, evidence_item.agency_id),"
        " sent_for = coalesce(excluded.sent_for, evidence_item.sent_for),"
        " jurisdiction = excluded.jurisdiction, sha256 = excluded.sha256, size = excluded.size,"
        " media_type = excluded.media_type, warnings = excluded.warnings,"
        " state = case when evidence_item.sequence <= excluded.sequence then excluded.state"
        " else evidence_item.state end,"
        " sequence = greatest(evidence_item.sequence, excluded.sequence)",
        data.evidence_id,
        data.agency_id,
        event.jurisdiction,
        data.sent_for,
        state,
        data.sha256,
        data.size,
        data.media_type,
        list(data.warnings),
        event.sequence,
    )
    if state != "attached" or data.complaint_id is None:
        return Arrived()
    told = ToldFact(complaint_id=data.complaint_id, evidence_id=data.evidence_id)
    return Arrived(fact=Fact(signal="evidence_attached", told=told))


async def early_facts(conn: Connection, complaint_id: UUID) -> list[bytes]:
    """Events that came before the complaint itself; taken out, to be handled now."""
    rows = await conn.fetch(
        "delete from workflow.early_fact where waits_for = $1 returning body, came_at",
        complaint_id,
    )
    return [bytes(row["body"]) for row in sorted(rows, key=lambda row: row["came_at"])]


async def pending(conn: Connection, limit: int) -> list[ReceivedComplaint]:
    """Complaints that wait to be started, the oldest first."""
    rows = await conn.fetch(
        "select c.complaint_id, c.jurisdiction, c.agency_id, c.agency_kind, c.kind,"
        " c.received_at, c.respondents, c.traceparent,"
        " (c.received_at at time zone j.zone)::date as received_on"
        " from workflow.complaint c join access.jurisdiction j on j.code = c.jurisdiction"
        " where c.state = 'pending' order by c.accepted_at limit $1",
        limit,
    )
    return [
        ReceivedComplaint(
            **dict(row)
            | {
                "agency_kind": AgencyKind(row["agency_kind"]),
                "kind": ComplaintKind(row["kind"]),
            }
        )
        for row in rows
    ]


async def started(conn: Connection, complaint_id: UUID, now: datetime) -> None:
    """The complaint's workflow runs (a complaint that went further stays where it is)."""
    await conn.execute(
        "update workflow.complaint set state = 'started', started_at = $2"
        " where complaint_id = $1 and state = 'pending'",
        complaint_id,
        now,
    )


async def _wait(conn: Connection, event: ComplaintEvent, subject: UUID) -> None:
    await conn.execute(
        "insert into workflow.early_fact (event_id, topic, subject, waits_for, body)"
        " values ($1, $2, $3, $3, $4) on conflict do nothing",
        event.id,
        "netral.complaint.v1",
        subject,
        event.model_dump_json().encode(),
    )
