"""Writing receptions: many in one commit, each whole or not at all."""

from collections.abc import Sequence
from typing import Final

import asyncpg
import structlog
from prometheus_client import Counter

from services.contracts.law import ComplaintKind
from services.intake.receipts import ACTING_ROLE, NEXT_STEP, Reception
from services.intake.repetition import Outcome, Repetition, StatusUrl, first_outcomes
from services.kit import bounded, topics
from services.kit.database import Connection, Database
from services.kit.errors import Failure, Refused
from services.kit.instants import reached

log = structlog.get_logger(__name__)

# Here and not with the others: no other process counts complaints, not even to 0.
ACCEPTED: Final = Counter("netral_complaints_accepted_total", "Complaints acknowledged with 202")

_INSERT = f"""
with batch as (
    select * from unnest(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[],
        $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[], $13::integer[],
        $14::text[], $15::timestamptz[], $16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[],
        $20::bytea[], $21::text[], $22::text[], $23::uuid[], $24::bytea[]
    ) with ordinality as row (
        complaint_id, agency_id, agency_kind, idempotency_key, body_sha256, jurisdiction,
        case_number, case_number_digest, kind, election_type, election_id, categories,
        respondents, submitted_by, received_at, raw_sealed, content_sealed, identity_sealed,
        answer, wrapped, missing, warnings, event_id, event, n
    )
), new as (
    insert into intake.complaint (
        complaint_id, agency_id, agency_kind, idempotency_key, body_sha256, jurisdiction,
        case_number, case_number_digest, kind, election_type, election_id, categories,
        respondents, submitted_by, received_at, raw_sealed, content_sealed, identity_sealed, answer
    )
    select complaint_id, agency_id, agency_kind, idempotency_key, body_sha256, jurisdiction,
        case_number, case_number_digest, kind, election_type, election_id,
        string_to_array(categories, ','), respondents, submitted_by, received_at, raw_sealed,
        content_sealed, identity_sealed, answer
    from batch order by n
    on conflict do nothing returning complaint_id
), keys as (
    insert into intake.complaint_key (complaint_id, wrapped)
    select complaint_id, wrapped from batch join new using (complaint_id)
), standings as (
    insert into intake.standing (complaint_id, missing, warnings, next_step, acting_role)
    select complaint_id, string_to_array(missing, ','), warnings::jsonb,
        '{NEXT_STEP}', '{ACTING_ROLE}'
    from batch join new using (complaint_id)
), audited as (
    insert into intake.audit (actor, act, complaint_id)
    select coalesce('person:' || submitted_by, 'agency:' || agency_id), 'received', complaint_id
    from batch join new using (complaint_id)
), sent as (
    insert into intake.outbox (event_id, topic, key, sequence, body)
    select event_id, '{topics.COMPLAINT}', complaint_id, 1, event
    from batch join new using (complaint_id) order by n
)
select complaint_id from new
"""  # noqa: S608 -- our own constants


class ReceptionStore:
    """The one place where a complaint becomes acknowledged."""

    def __init__(self, database: Database, status_url: StatusUrl) -> None:
        self._database = database
        self._status_url = status_url

    async def commit(self, batch: Sequence[Reception]) -> list[Outcome | Failure]:
        """What became of each: its own answer, the first answer, or a refusal.

        Unavailable for all if the line breaks, in COMMIT too: then the outcome is unknown.
        """
        try:
            return await self._together(batch)
        except asyncpg.LockNotAvailableError:
            if len(batch) > 1:
                raise
            return [Refused("in-flight", retry_after=bounded.RETRY)]

    async def first_answer(self, repetition: Repetition) -> bytes | None:
        """The first answer if the same bytes were acknowledged under the same key."""
        async with bounded.reading(self._database) as conn:
            [outcome] = await first_outcomes(conn, [repetition], self._status_url)
        return outcome.answer if isinstance(outcome, Outcome) else None

    async def _together(self, batch: Sequence[Reception]) -> list[Outcome | Failure]:
        async with bounded.transaction(self._database) as conn:
            new = await _insert(conn, batch)
            repeated = [one for one in batch if one.complaint_id not in new]
            first = iter(
                await first_outcomes(conn, [one.repetition for one in repeated], self._status_url)
                if repeated
                else ()
            )
            await reached("intake.before_commit")
        await reached("intake.after_commit")
        ACCEPTED.inc(len(new))
        # One line a commit: a line a complaint would cost as much as the commit does.
        under = " ".join(one.correlation_id for one in batch if one.complaint_id in new)
        log.info("complaints_acknowledged", count=len(new), correlation_id=under)
        return [
            Outcome(one.answer, fresh=True) if one.complaint_id in new else next(first)
            for one in batch
        ]


async def _insert(conn: Connection, batch: Sequence[Reception]) -> set[object]:
    rows = await conn.fetch(_INSERT, *zip(*map(_columns, batch), strict=True))
    return {row["complaint_id"] for row in rows}


def _columns(one: Reception) -> tuple[object, ...]:
    complaint, respondents = one.complaint, one.complaint.respondents or ()
    election = complaint.election
    return (
        one.complaint_id,
        one.sender.agency_id,
        one.sender.agency_kind,
        one.idempotency_key,
        one.body_sha256,
        complaint.jurisdiction,
        complaint.case_number,
        one.case_number_digest,
        complaint.kind or ComplaintKind.REPORT,
        election.type if election else None,
        election.event_id if election else None,
        ",".join(respondent.said_category for respondent in respondents),
        len(respondents),
        one.sender.person_id,
        one.received_at,
        one.raw_sealed,
        one.content_sealed,
        one.identity_sealed,
        one.answer,
        one.wrapped_key,
        ",".join(one.missing),
        one.warnings,
        one.event_id,
        one.event,
    )
