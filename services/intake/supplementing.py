"""Adding to a complaint: one transaction, the next number of its sequence, the first text stays."""

import json
from datetime import date, datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.contracts.complaint import CorrectionMade, People
from services.contracts.events import ComplaintSupplemented
from services.contracts.law import AgencyKind, Missing
from services.intake.complaints import Complaint, Correction, Supplement, file_names
from services.intake.corrections import at_its_correction, corrected, is_sealed
from services.intake.door import admit, admit_supplement
from services.intake.doubts import Doubt, doubts
from services.intake.keyed_act import KeyedAct, once
from services.intake.missing import missing
from services.intake.receipts import SOURCE, Composer, Sender, facts, in_utc, seal
from services.intake.records import Record, SupplementKept
from services.kit import outbox, topics
from services.kit.access.entries import Agency
from services.kit.database import Connection, Database
from services.kit.errors import Malformed
from services.kit.ids import IdMint
from services.kit.instants import reached
from services.kit.sealing import Sealer
from services.kit.telemetry import traceparent


class SupplementReceipt(BaseModel, frozen=True):
    """The 202 of a supplement, with what the complaint lacks since then."""

    complaint_id: UUID
    supplement: int = Field(description="its number, from 1")
    received_at: AwareDatetime
    status_url: str
    body_sha256: str
    missing: list[Missing]
    warnings: list[Doubt]


class Supplementing:
    """Takes supplements."""

    def __init__(
        self, database: Database, mint: IdMint, sealer: Sealer, composer: Composer
    ) -> None:
        self._database = database
        self._mint = mint
        self._sealer = sealer
        self._composer = composer

    async def add(self, act: KeyedAct, supplement: Supplement, now: datetime, today: date) -> bytes:
        """The answer: this supplement's, or the first one's under the same key."""

        async def write(conn: Connection, record: Record) -> bytes:
            admit_supplement(supplement, now)
            answer = await self._write(conn, act, _Addition(record, supplement, now, today))
            await reached("intake.before_supplement_commit")
            return answer

        return await once(self._database, self._sealer, act, "supplement", write)

    async def _write(self, conn: Connection, act: KeyedAct, addition: "_Addition") -> bytes:
        record, complaint_id = addition.record, addition.record.complaint_id
        receipt = SupplementReceipt(
            complaint_id=complaint_id,
            supplement=addition.number,
            received_at=addition.received_at,
            status_url=self._composer.status_url(complaint_id),
            body_sha256=act.digest.hex(),
            missing=addition.missing,
            warnings=addition.doubts,
        )
        answer = receipt.model_dump_json().encode()
        data_key = record.key
        await conn.execute(
            "insert into intake.supplement (complaint_id, number, agency_id, idempotency_key,"
            " body_sha256, received_at, raw_sealed, content_sealed, identity_sealed, answer)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            complaint_id,
            addition.number,
            act.agency.id,
            act.key,
            act.digest,
            addition.received_at,
            data_key.seal(act.raw, record.part(addition.number, "raw")),
            seal(data_key, addition.kept, record.part(addition.number, "content")),
            seal(data_key, addition.identity, record.part(addition.number, "identity")),
            answer,
        )
        await conn.execute(
            "update intake.standing set sequence = $2, supplements = $3, missing = $4,"
            " warnings = $5, corrected_kind = $6, corrected_respondents = $7"
            " where complaint_id = $1",
            complaint_id,
            addition.sequence,
            addition.number,
            list(addition.missing),
            json.dumps([doubt.model_dump() for doubt in addition.doubts]),
            addition.complaint.statement.kind,
            len(addition.complaint.respondents or ()),
        )
        await conn.execute(
            "insert into intake.audit (actor, act, complaint_id, detail) values ($1, $2, $3, $4)",
            f"agency:{act.agency.id}",
            "supplemented",
            complaint_id,
            json.dumps({"supplement": addition.number}),
        )
        await outbox.append(conn, "intake", topics.COMPLAINT, self._event(act.agency, addition))
        return answer

    def _event(self, agency: Agency, addition: "_Addition") -> ComplaintSupplemented:
        complaint_id, row = addition.record.complaint_id, addition.record.row
        sender = Sender(agency_id=agency.id, agency_kind=AgencyKind(row["agency_kind"]))
        data = facts(complaint_id, addition.complaint, sender, row["body_sha256"].hex())
        newly = {"supplement": addition.number, "evidence_ids": addition.newly_named}
        return ComplaintSupplemented(
            id=self._mint.mint("event", complaint_id.bytes, str(addition.sequence)),
            source=SOURCE,
            subject=complaint_id,
            time=addition.received_at,
            sequence=addition.sequence,
            jurisdiction=row["jurisdiction"],
            traceparent=traceparent(),
            data=data.model_copy(update=newly),
        )


class _Addition:
    """What a supplement makes of its complaint."""

    def __init__(self, record: Record, supplement: Supplement, now: datetime, today: date) -> None:
        self.record = record
        self.number: int = record.row["supplements_made"] + 1
        self.sequence: int = record.row["sequence"] + 1
        self.received_at = in_utc(now)
        earlier = record.supplement_bodies()
        before = [one for body in earlier for one in body.corrections or ()]
        document, standing = corrected(record.document(), before)
        corrections = supplement.corrections or ()
        _, self.complaint = corrected(document, corrections) if corrections else ({}, standing)
        if corrections:
            _admit(self.complaint, corrections, now, today)
        later = [entry for body in earlier for entry in body.evidence or ()]
        added = supplement.evidence or ()
        self.missing = missing(self.complaint, (*later, *added))
        self.doubts = doubts(self.complaint, today)
        known = {entry.id for entry in (*(standing.evidence or ()), *later)}
        named = (entry.id for entry in (*(self.complaint.evidence or ()), *added))
        self.newly_named = [one for one in dict.fromkeys(named) if one and one not in known]
        self.kept = SupplementKept(
            text=supplement.text,
            evidence=added,
            corrections=tuple(_without_people(self.number, one) for one in corrections),
            statement=self.complaint.statement,
        )
        people = self.complaint.identity
        self.identity = People(
            complainant=people.complainant,
            witnesses=people.witnesses,
            file_names=(*people.file_names, *file_names(added, self.number)),
        )


def _admit(
    complaint: Complaint, corrections: tuple[Correction, ...], now: datetime, today: date
) -> None:
    try:
        admit(complaint, now, today)
    except Malformed as wrong:
        places = [at_its_correction(place, corrections) for place in wrong.pointers]
        raise Malformed(wrong.code, pointers=places) from None


def _without_people(number: int, correction: Correction) -> CorrectionMade:
    """A correction as an official may read it: what may hold a person's name stays sealed."""
    return CorrectionMade(
        supplement=number,
        pointer=correction.pointer,
        value=None if is_sealed(correction) else correction.value,
    )
