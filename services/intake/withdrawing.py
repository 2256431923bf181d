"""Taking a complaint back: recorded, told to triage, and nothing is closed by it."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from services.contracts.events import ComplaintWithdrawn
from services.contracts.law import AgencyKind
from services.intake.complaints import Complaint
from services.intake.keyed_act import KeyedAct, once
from services.intake.receipts import SOURCE, Composer, Sender, facts, in_utc
from services.intake.records import Record
from services.kit import outbox, topics
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

    async def withdraw(self, act: KeyedAct, now: datetime) -> bytes:
        """The answer: this withdrawal's, or the first one's under the same key."""

        async def write(conn: Connection, record: Record) -> bytes:
            if record.row["withdrawn_at"] is not None:
                raise Refused("already-withdrawn")
            return await self._write(conn, act, record, in_utc(now))

        return await once(self._database, self._sealer, act, "withdrawal", write)

    async def _write(self, conn: Connection, act: KeyedAct, record: Record, at: datetime) -> bytes:
        complaint_id, sequence = record.complaint_id, record.row["sequence"] + 1
        receipt = WithdrawalReceipt(
            complaint_id=complaint_id,
            withdrawn_at=at,
            status_url=self._composer.status_url(complaint_id),
            body_sha256=act.digest.hex(),
        )
        answer = receipt.model_dump_json().encode()
        await conn.execute(
            "insert into intake.withdrawal (complaint_id, agency_id, idempotency_key,"
            " body_sha256, received_at, raw_sealed, answer) values ($1, $2, $3, $4, $5, $6, $7)",
            complaint_id,
            act.agency.id,
            act.key,
            act.digest,
            at,
            record.key.seal(act.raw, f"{complaint_id}|withdrawal"),
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
            f"agency:{act.agency.id}",
            complaint_id,
        )
        event = self._event(act.agency, record, sequence, at)
        await outbox.append(conn, "intake", topics.COMPLAINT, event)
        return answer

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
