"""The events between the services: CloudEvents 1.0 as JSON, thin, keyed by their aggregate.

Ids, codes, times and hashes only; nothing that a person wrote. `sequence` is gapless per subject
and starts at 1; a sink ignores a sequence it has passed.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, PositiveInt

from services.contracts.law import (
    AgencyKind,
    Category,
    ComplaintKind,
    Degree,
    ElectionType,
    Outcome,
    Stage,
)


class _Frozen(BaseModel, frozen=True):
    """Data of an event: unknown fields are ignored, so that a newer sender does no harm."""


class Event(_Frozen):
    """The envelope that all share."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: UUID
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: PositiveInt
    jurisdiction: str = Field(examples=["35.08"])
    traceparent: str | None = None


class ComplaintData(_Frozen):
    """What the others may know of a complaint without asking for its text."""

    complaint_id: UUID
    agency_id: str
    agency_kind: AgencyKind
    kind: ComplaintKind
    body_sha256: str
    election_type: ElectionType | None = None
    election_id: str | None = None
    categories: list[Category] = []
    respondents: int = 0
    evidence_ids: list[UUID] = []
    supplement: int | None = None
    """Number of the supplement, from 1, where there is one."""


class ComplaintReceived(Event):
    """A complaint was acknowledged."""

    type: Literal["netral.complaint.received"] = "netral.complaint.received"
    data: ComplaintData


class ComplaintSupplemented(Event):
    """Text, evidence or corrections were added; `evidence_ids` are those newly named."""

    type: Literal["netral.complaint.supplemented"] = "netral.complaint.supplemented"
    data: ComplaintData


class ComplaintWithdrawn(Event):
    """The agency took it back; that closes nothing."""

    type: Literal["netral.complaint.withdrawn"] = "netral.complaint.withdrawn"
    data: ComplaintData


class EvidenceData(_Frozen):
    """One item as it stands."""

    evidence_id: UUID
    agency_id: str | None = None
    complaint_id: UUID | None = None
    sent_for: UUID | None = None
    """Case or task that an official uploaded it for; null for an agency's item."""
    sha256: str
    size: int
    media_type: str
    warnings: list[str] = []


class EvidenceSealed(Event):
    """Stored under lock, read back and compared."""

    type: Literal["netral.evidence.sealed"] = "netral.evidence.sealed"
    data: EvidenceData


class EvidenceRefused(Event):
    """The quarantined bytes no longer match what was acknowledged; send it again."""

    type: Literal["netral.evidence.refused"] = "netral.evidence.refused"
    data: EvidenceData


class EvidenceAttached(Event):
    """Sealed and named by `complaint_id`, in whichever order that came about."""

    type: Literal["netral.evidence.attached"] = "netral.evidence.attached"
    data: EvidenceData


class RespondentView(_Frozen):
    """One respondent as numbered in the complaint it is told about (from 0)."""

    respondent: int
    outcome: Outcome | None = None
    degree: Degree | None = None
    sanction: str | None = None


class ComplaintView(_Frozen):
    """What the case means for one complaint: nobody learns of another's respondents."""

    complaint_id: UUID
    respondents: list[RespondentView] = []


class CaseData(_Frozen):
    """Where a case stands (or a complaint that never became one)."""

    case_id: UUID | None = None
    case_number: str | None = None
    stage: Stage
    reason_code: str | None = None
    next_step: str | None = None
    acting_role: str | None = None
    expected_on: date | None = None
    complaints: list[ComplaintView]


class CaseOpened(Event):
    """A case was opened out of a complaint."""

    type: Literal["netral.case.opened"] = "netral.case.opened"
    data: CaseData


class CaseJoined(Event):
    """A complaint joined an open case, or was linked to a closed one."""

    type: Literal["netral.case.joined"] = "netral.case.joined"
    data: CaseData


class CaseSettled(Event):
    """A complaint ended without a case: refused, referred out, incomplete."""

    type: Literal["netral.case.settled"] = "netral.case.settled"
    data: CaseData


class CaseStageChanged(Event):
    """The stage, next step, acting role or expected date changed."""

    type: Literal["netral.case.stage_changed"] = "netral.case.stage_changed"
    data: CaseData


class CaseClosed(Event):
    """Every respondent's procedure has ended."""

    type: Literal["netral.case.closed"] = "netral.case.closed"
    data: CaseData


ComplaintEvent = Annotated[
    ComplaintReceived | ComplaintSupplemented | ComplaintWithdrawn, Field(discriminator="type")
]
EvidenceEvent = Annotated[
    EvidenceSealed | EvidenceRefused | EvidenceAttached, Field(discriminator="type")
]
CaseEvent = Annotated[
    CaseOpened | CaseJoined | CaseSettled | CaseStageChanged | CaseClosed,
    Field(discriminator="type"),
]
