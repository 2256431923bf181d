"""Taking a complaint back: recorded, told to triage, and nothing is closed by it."""

import hashlib
from datetime import datetime
from uuid import UUID

import asyncpg
from pydantic import AwareDatetime, BaseModel

from services.contracts.events import ComplaintWithdrawn
from services.contracts.law import AgencyKind
from services.intake.complaints import Complaint
from services.intake.receipts import SOURCE, Composer, Sender, facts, in_utc
from services.intake.records import Record, lock, record_of
from services.intake.repetition import first_answer, key_reused
from services.kit import bounded, outbox, topics
from services.kit.access.entries import Agency
from services.kit.database import Connection, Database
from services.kit.errors import Refused
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from services.kit.telemetry import traceparent


class WithdrawalReceipt(BaseModel, frozen=True):
    """The 202 of a withdrawal."""

    complaint_id: UUID
    withdrawn_at: AwareDatetime
    status_url: str
    body_sha256: str


class Withdrawing:
    """Takes withdrawals."""

    def __init__(
        self, database: Database, mint: IdMint, sealer: Sealer, composer: Composer
    ) -> None:
        self._database = database
        self._mint = mint
        self._sealer = sealer
        self._composer = composer

    async def withdraw(
        self, agency: Agency, complaint_id: UUID, key: str, raw: bytes, now: datetime
    ) -> bytes:
        """The answer: this withdrawal's, or the first one's under the same key."""
        digest = hashlib.sha256(raw).digest()
        try:
            async with bounded.transaction(self._database) as conn:
                await lock(conn, complaint_id, agency.id)
                first = await conn.fetchrow(
                    "select * from intake.withdrawal where agency_id = $1 and idempotency_key = $2",
                    agency.id,
                    key,
                )
                if first is not None:
                    return first_answer(first, complaint_id, digest)
                record = await record_of(conn, self._sealer, complaint_id)
                if record.row["withdrawn_at"] is not None:
                    raise Refused("already-withdrawn")
                receipt = WithdrawalReceipt(
                    complaint_id=complaint_id,
                    withdrawn_at=in_utc(now),
                    status_url=self._composer.status_url(complaint_id),
                    body_sha256=digest.hex(),
                )
                answer = receipt.model_dump_json().encode()
                await self._write(conn, agency, key, raw, digest, record, receipt, answer)
        except asyncpg.UniqueViolationError as error:
            raise key_reused() from error
        except asyncpg.LockNotAvailableError as error:
            raise Refused("in-flight", retry_after=bounded.RETRY) from error
        return answer

    async def _write(
        self,
        conn: Connection,
        agency: Agency,
        key: str,
        raw: bytes,
        digest: bytes,
        record: Record,
        receipt: WithdrawalReceipt,
        answer: bytes,
    ) -> None:
        complaint_id, at = record.complaint_id, receipt.withdrawn_at
        sequence = record.row["sequence"] + 1
        await conn.execute(
            "insert into intake.withdrawal (complaint_id, agency_id, idempotency_key,"
            " body_sha256, received_at, raw_sealed, answer) values ($1, $2, $3, $4, $5, $6, $7)",
            complaint_id,
            agency.id,
            key,
            digest,
            at,
            record.key.seal(raw, f"{complaint_id}|withdrawal"),
            answer,
        )
        await conn.execute(
            "update intake.standing set sequence = $2, withdrawn_at = $3 where complaint_id = $1",
            complaint_id,
            sequence,
            at,
        )
        await conn.execute(
            "insert into intake.audit (actor, act, complaint_id) values ($1, 'withdrawn', $2)",
            f"agency:{agency.id}",
            complaint_id,
        )
        await outbox.append(
            conn, "intake", topics.COMPLAINT, self._event(agency, record, sequence, at)
        )

    def _event(
        self, agency: Agency, record: Record, sequence: int, at: datetime
    ) -> ComplaintWithdrawn:
        complaint_id, row = record.complaint_id, record.row
        sender = Sender(agency_id=agency.id, agency_kind=AgencyKind(row["agency_kind"]))
        complaint = Complaint.model_validate_json(
            record.key.open(row["raw_sealed"], f"{complaint_id}|raw")
        )
        return ComplaintWithdrawn(
            id=self._mint.mint("event", complaint_id.bytes, str(sequence)),
            source=SOURCE,
            subject=complaint_id,
            time=at,
            sequence=sequence,
            jurisdiction=row["jurisdiction"],
            traceparent=traceparent(),
            data=facts(complaint_id, complaint, sender, row["body_sha256"].hex()),
        )
