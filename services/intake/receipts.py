"""Composing what one commit holds: the sealed bytes, the row, the event, and the answer."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from pydantic_core import to_json

from services.contracts.complaint import Said
from services.contracts.events import ComplaintData
from services.contracts.law import AgencyKind, ComplaintKind, Missing
from services.intake.complaints import Complaint
from services.intake.doubts import Doubt, doubts
from services.intake.missing import missing
from services.intake.repetition import Repetition
from services.kit.ids import IdMint
from services.kit.sealing import DataKey, Sealer
from services.kit.telemetry import correlation_id, traceparent

SOURCE: Final = "netral/intake"
NEXT_STEP: Final = "triage"
ACTING_ROLE: Final = "intake_officer"


class Receipt(BaseModel, frozen=True):
    """The 202: what was acknowledged, and what it lacks. A repetition gets the same bytes."""

    complaint_id: UUID
    received_at: AwareDatetime = Field(description="by the installation's legal clock")
    status_url: str
    body_sha256: str = Field(description="SHA-256 of the bytes that were sent, in hex")
    missing: list[Missing] = Field(description="what the law asks and the complaint lacks")
    warnings: list[Doubt] = Field(description="what looks wrong and was taken all the same")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who submits: an agency, or an official with a grant for the office's own finding."""

    agency_id: str
    agency_kind: AgencyKind
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """One complaint, ready for the commit."""

    complaint_id: UUID
    correlation_id: str
    sender: Sender
    idempotency_key: str
    body_sha256: bytes
    complaint: Complaint
    event_id: UUID
    event: bytes
    received_at: datetime
    wrapped_key: bytes
    raw_sealed: bytes
    content_sealed: bytes
    identity_sealed: bytes
    answer: bytes
    missing: list[Missing]
    warnings: str

    @property
    def case_number_digest(self) -> bytes | None:
        """What makes the agency's own number unique, however long it is."""
        number = (self.complaint.case_number or "").strip()
        return hashlib.sha256(number.encode()).digest() if number else None

    @property
    def repetition(self) -> Repetition:
        """By what a second sending of it is known."""
        return Repetition(
            self.sender.agency_id, self.idempotency_key, self.body_sha256, self.case_number_digest
        )


class Composer:
    """Makes receptions; knows the secrets and our address, and nothing of Postgres."""

    def __init__(self, mint: IdMint, sealer: Sealer, public_url: str) -> None:
        self._mint = mint
        self._sealer = sealer
        self._public_url = public_url.rstrip("/")

    def compose(
        self, raw: bytes, complaint: Complaint, sender: Sender, key: str, now: datetime, today: date
    ) -> Reception:
        """The reception of a complaint that was read and admitted."""
        complaint_id = self._mint.mint("complaint", sender.agency_id, key)
        name = str(complaint_id)
        digest = hashlib.sha256(raw).digest()
        received_at = in_utc(now)
        lacking, doubted = missing(complaint), doubts(complaint, today)
        event_id = self._mint.mint("event", complaint_id.bytes, "1")
        wrapped, data_key = self._sealer.new_data_key(name)
        return Reception(
            complaint_id=complaint_id,
            correlation_id=correlation_id(),
            sender=sender,
            idempotency_key=key,
            body_sha256=digest,
            complaint=complaint,
            event_id=event_id,
            event=_event(event_id, complaint_id, complaint, sender, digest.hex(), received_at),
            received_at=received_at,
            wrapped_key=wrapped,
            raw_sealed=data_key.seal(raw, f"{name}|raw"),
            content_sealed=seal(data_key, complaint.statement, f"{name}|content"),
            identity_sealed=seal(data_key, complaint.identity, f"{name}|identity"),
            answer=self._receipt(complaint_id, received_at, digest.hex(), lacking, doubted),
            missing=lacking,
            warnings=to_json(doubted).decode(),
        )

    def _receipt(
        self,
        complaint_id: UUID,
        received_at: datetime,
        digest: str,
        lacking: list[Missing],
        doubted: list[Doubt],
    ) -> bytes:
        """A `Receipt` as JSON, written without making one: every complaint pays for this."""
        return to_json(
            {
                "complaint_id": complaint_id,
                "received_at": received_at,
                "status_url": self.status_url(complaint_id),
                "body_sha256": digest,
                "missing": lacking,
                "warnings": doubted,
            }
        )

    def status_url(self, complaint_id: UUID) -> str:
        """Where the agency reads how its complaint stands."""
        return f"{self._public_url}/v1/complaints/{complaint_id}"


def _event(
    event_id: UUID,
    complaint_id: UUID,
    complaint: Complaint,
    sender: Sender,
    digest: str,
    now: datetime,
) -> bytes:
    """A `ComplaintReceived` as JSON, written without making one: every complaint pays for this."""
    election, respondents = complaint.election, complaint.respondents or ()
    return to_json(
        {
            "specversion": "1.0",
            "id": event_id,
            "source": SOURCE,
            "type": "netral.complaint.received",
            "subject": complaint_id,
            "time": now,
            "datacontenttype": "application/json",
            "sequence": 1,
            "jurisdiction": complaint.jurisdiction,
            "traceparent": traceparent(),
            "data": {
                "complaint_id": complaint_id,
                "agency_id": sender.agency_id,
                "agency_kind": sender.agency_kind,
                "kind": complaint.kind or ComplaintKind.REPORT,
                "body_sha256": digest,
                "election_type": election.type if election else None,
                "election_id": election.event_id if election else None,
                "categories": [respondent.said_category for respondent in respondents],
                "respondents": len(respondents),
                "evidence_ids": named_evidence(complaint),
                "supplement": None,
            },
        }
    )


def named_evidence(complaint: Complaint) -> list[UUID]:
    """The uploads that a complaint names, each once, in their order."""
    named = (entry.id for entry in complaint.evidence or () if entry.id is not None)
    return list(dict.fromkeys(named))


def facts(
    complaint_id: UUID, complaint: Complaint, sender: Sender, body_sha256: str
) -> ComplaintData:
    """What an event tells of a complaint: ids and codes, nothing that a person wrote."""
    election = complaint.election
    respondents = complaint.respondents or ()
    return ComplaintData(
        complaint_id=complaint_id,
        agency_id=sender.agency_id,
        agency_kind=sender.agency_kind,
        kind=complaint.kind or ComplaintKind.REPORT,
        body_sha256=body_sha256,
        election_type=election.type if election else None,
        election_id=election.event_id if election else None,
        categories=[respondent.said_category for respondent in respondents],
        respondents=len(respondents),
        evidence_ids=named_evidence(complaint),
    )


def in_utc(moment: datetime) -> datetime:
    """A legal instant as it is shown: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)


def seal(key: DataKey, part: Said, aad: str) -> bytes:
    """One part of a complaint, sealed under the complaint's key and its own name."""
    return key.seal(part.model_dump_json(exclude_defaults=True).encode(), aad)
