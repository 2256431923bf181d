"""What a complaint says about the matter: shared by intake, which takes it, and by its readers.

Strict on purpose: a value of another type, an unknown field or a code not of its form is refused
at the door, so that what was acknowledged can always be stored and read again. Nothing here holds
the complainant, a witness or a file name: those stay sealed in intake (`RevealedIdentity`).
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from services.contracts.law import (
    REGION_CODE_PATTERN,
    VILLAGE_CODE_PATTERN,
    Category,
    ComplainantMode,
    ComplaintKind,
    ElectionType,
)

NAMING: Final = ("complainant", "witnesses", "evidence")
"""The parts of a complaint that name people and files: read under a grant to reveal only."""
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", re.ASCII)


def _lowered(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _written_out(value: object) -> object:
    """Pydantic would take "1700000000" for an instant; an instant is written out."""
    written = isinstance(value, str) and _INSTANT.match(value)
    if not (written or isinstance(value, datetime)):
        raise ValueError("not an instant")
    return value


AnyCase = BeforeValidator(_lowered)
"""Codes of the closed lists are read without regard to case."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([._:-][A-Za-z0-9]+)*$")]
"""A code of an open list: its form is checked, its existence is not."""

RegionCode = Annotated[str, StringConstraints(pattern=REGION_CODE_PATTERN)]
VillageCode = Annotated[str, StringConstraints(pattern=VILLAGE_CODE_PATTERN)]
LocalTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$")]
Day = date
"""A plain date; a name of its own, because a field is called `date`."""

Instant = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_written_out)]


class Said(BaseModel):
    """Base of everything that was written by an agency."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
        serialize_by_alias=True,
    )


class Recommendation(Said):
    """The letter of a body that has looked into the matter already."""

    number: str | None = None
    date: Day | None = None
    due: Day | None = Field(None, description="by when the sender expects an answer")
    register_number: str | None = Field(
        None, alias="register", description="the sender's own register number"
    )
    sbt: str | None = Field(None, description="number in BKN's SBT")


class Account(Said):
    """An account in a social medium."""

    platform: str | None = None
    handle: str | None = None
    url: str | None = None


class Respondent(Said):
    """One person whom the complaint is about."""

    category: Annotated[Category, AnyCase] | None = Field(None, description="null means unknown")
    name: str | None = None
    nip: str | None = Field(None, description="NIP or NI PPPK; a doubtful one is a warning")
    nik: str | None = Field(None, description="a doubtful one is a warning")
    position: str | None = None
    office: str | None = None
    village_code: VillageCode | None = None
    capacities: tuple[Code, ...] = Field((), description="further hats of the same person")
    relation_to_candidate: Code | None = None
    cltn: bool | None = Field(None, description="on leave outside the state's charge")
    account: Account | None = None

    @property
    def said_category(self) -> Category:
        """The category, `UNKNOWN` where none was given."""
        return self.category or Category.UNKNOWN


class Election(Said):
    """Which election the act was about."""

    type: Annotated[ElectionType, AnyCase] | None = None
    event_id: Code | None = None


class Favoured(Said):
    """Whom the act favoured."""

    name: str | None = None
    kind: Code | None = None
    number: str | int | None = None


class Incident(Said):
    """What happened, as the agency says it; the finding establishes it."""

    what: str | None = None
    slugs: tuple[Code, ...] = Field((), description="suggested violations")
    place: str | None = None
    region_code: RegionCode | None = None
    date_from: date | None = None
    date_to: date | None = None
    time: LocalTime | None = Field(None, description="bare local HH:MM")
    known_on: date | None = None
    active_support: bool | None = None
    ongoing: bool | None = None
    favoured: tuple[Favoured, ...] = ()


class AnnouncedFile(Said):
    """A file that will be uploaded later; its name is not here."""

    size: Annotated[int, Field(ge=0)] | None = None
    sha256: Sha256 | None = None


class EvidenceEntry(Said):
    """One piece of evidence: uploaded already, announced, or an address."""

    id: UUID | None = None
    sha256: Sha256 | None = None
    announced: AnnouncedFile | None = None
    url: str | None = None
    kind: Code | None = None
    captured_at: Instant | None = None

    @property
    def points_somewhere(self) -> bool:
        """Whether there is anything to look at behind the entry, now or later."""
        return bool(self.id or self.announced or self.url)


class Statement(Said):
    """A complaint without its people: what the matter is."""

    kind: ComplaintKind = ComplaintKind.REPORT
    recommendation: Recommendation | None = None
    respondents: tuple[Respondent, ...] = ()
    election: Election | None = None
    incident: Incident | None = None
    narrative: str | None = None
    evidence: tuple[EvidenceEntry, ...] = ()
    complainant_mode: ComplainantMode | None = None
    witnesses: int = 0


class CorrectionMade(Said):
    """One place that a supplement corrected; the first text stays beside it."""

    supplement: int
    pointer: str
    value: Any = None


class SupplementContent(Said):
    """What came later."""

    number: int
    received_at: AwareDatetime
    text: str | None = None
    evidence: tuple[EvidenceEntry, ...] = ()


class ComplaintContent(Statement):
    """A complaint as an official may read it: the fields as they stand now, corrections applied.

    `first` is the statement as it was submitted, where a correction changed it.
    """

    complaint_id: UUID
    agency_id: str
    agency_kind: str
    jurisdiction: str
    case_number: str | None = None
    received_at: AwareDatetime
    body_sha256: str
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    first: Statement | None = None
    corrections: tuple[CorrectionMade, ...] = ()
    supplements: tuple[SupplementContent, ...] = ()
    withdrawn_at: AwareDatetime | None = None
    withdrawal_reason: str | None = None


class ComplainantIdentity(Said):
    """Who complained."""

    mode: ComplainantMode | None = None
    name: str | None = None
    contact: str | None = None


class WitnessIdentity(Said):
    """Who saw it."""

    name: str | None = None
    contact: str | None = None
    address: str | None = None
    phone: str | None = None


class FileName(Said):
    """What an announced file was called; the digest says which."""

    entry: int
    supplement: int | None = None
    sha256: str | None = None
    name: str


class People(Said):
    """Who stands in a complaint, and what its announced files are called."""

    complainant: ComplainantIdentity | None = None
    witnesses: tuple[WitnessIdentity, ...] = ()
    file_names: tuple[FileName, ...] = ()


class RevealedIdentity(People):
    """The answer to a grant to reveal, given after its audit row is written.

    The people as they stand now; where corrections changed them, `first` has them as they were
    submitted and `corrections` what was put in their place, in order.
    """

    first: People | None = None
    corrections: tuple[CorrectionMade, ...] = ()
