"""What comes from intake and evidence: one row a complaint, written before anything is started.

Uniqueness lives here: a complaint that is settled never starts again, whatever Temporal forgot.
Each function is safe to repeat, and says whom to tell; a repetition says it again. A fact that
nobody can hear yet is kept among those that wait (`waiting.py`), in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.contracts.events import (
    ComplaintEvent,
    ComplaintReceived,
    ComplaintSupplemented,
    EvidenceAttached,
    EvidenceEvent,
    EvidenceRefused,
    EvidenceSealed,
)
from services.contracts.law import AgencyKind, ComplaintKind
from services.kit.database import Connection
from services.workflow.acts import Message
from services.workflow.register import waiting
from services.workflow.register.waiting import Fact
from services.workflow.workflows.state import ReceivedComplaint


class Arrived(Message):
    """What an event came to."""

    pending: bool = False
    """The complaint waits to be started."""
    awaited: bool = False
    """Facts about the complaint came before it."""
    fact: Fact | None = None
    """To be told now; None if there is none, or if it waits."""


async def take_complaint(conn: Connection, event: ComplaintEvent) -> Arrived:
    """The complaint's row, or what changed about it; a fact that comes too early waits."""
    data = event.data
    if isinstance(event, ComplaintReceived):
        row = await conn.fetchrow(
            "with taken as (insert into workflow.complaint (complaint_id, agency_id, agency_kind,"
            " jurisdiction, kind, received_at, respondents, election_type, election_id,"
            " categories, evidence_ids, body_sha256, sequence, traceparent)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
            " on conflict (complaint_id) do nothing returning state)"
            " select coalesce((select state from taken),"
            " (select state from workflow.complaint where complaint_id = $1)) as state,"
            " exists(select from workflow.early_fact where waits_for = $1) as awaited",
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
        return Arrived(pending=row["state"] == "pending", awaited=row["awaited"])
    row = await conn.fetchrow(
        "select sequence from workflow.complaint where complaint_id = $1 for update",
        data.complaint_id,
    )
    if row is None:
        await waiting.keep(conn, event)
        return Arrived()
    newer = event.sequence > row["sequence"]
    if newer and isinstance(event, ComplaintSupplemented):
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
    elif newer:
        await conn.execute(
            "update workflow.complaint set sequence = $2, withdrawn_at = $3"
            " where complaint_id = $1",
            data.complaint_id,
            event.sequence,
            event.time,
        )
    return Arrived(fact=await waiting.now_or_kept(conn, event))


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
    if not isinstance(event, EvidenceAttached) or data.complaint_id is None:
        return Arrived()
    return Arrived(fact=await waiting.now_or_kept(conn, event))


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
                "by_one_step": True,
            }
        )
        for row in rows
    ]


async def started(conn: Connection, complaints: Sequence[UUID], now: datetime) -> None:
    """The complaints' workflows run (a complaint that went further stays where it is)."""
    await conn.execute(
        "update workflow.complaint set state = 'started', started_at = $2"
        " where complaint_id = any($1) and state = 'pending'",
        complaints,
        now,
    )
