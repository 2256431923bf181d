"""What an agency sends: the bodies of complaint, supplement and withdrawal, field by field.

The fields about the matter are the shared ones of `contracts.complaint`; what is only here are the
people, the file names, and the agency's own numbers.
"""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from services.contracts.complaint import (
    AnnouncedFile,
    AnyCase,
    ComplainantIdentity,
    Election,
    EvidenceEntry,
    FileName,
    Incident,
    People,
    Recommendation,
    Respondent,
    Said,
    Statement,
    WitnessIdentity,
)
from services.contracts.law import JURISDICTION_PATTERN, ComplainantMode, ComplaintKind
from services.intake.example import COMPLAINT as EXAMPLE


def _named(value: object) -> object:
    """A witness may be given as a bare name."""
    return {"name": value} if isinstance(value, str) else value


class Complainant(ComplainantIdentity):
    """Who complained; sealed, and shown only to a grant to reveal."""

    mode: Annotated[ComplainantMode, AnyCase] | None = None


Witness = Annotated[WitnessIdentity, BeforeValidator(_named)]


class SubmittedFile(AnnouncedFile):
    """A file that will be uploaded later."""

    name: str | None = Field(None, description="sealed; never shown without a grant")


class SubmittedEvidence(EvidenceEntry):
    """One piece of evidence: `id` of an upload, or `announced`, or `url`.

    An entry with the `id` and the `sha256` of an announced file fulfils the announcement.
    """

    announced: SubmittedFile | None = None


class Complaint(Said):
    """One complaint. Only `jurisdiction` and a word of `narrative` or `incident.what` are needed.

    What the law asks beyond that is named in the answer's `missing` and may be supplied later.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    jurisdiction: Annotated[str, StringConstraints(pattern=JURISDICTION_PATTERN)]
    case_number: str | None = Field(None, description="the agency's own number for the matter")
    kind: Annotated[ComplaintKind, AnyCase] | None = None
    recommendation: Recommendation | None = None
    complainant: Complainant | None = None
    respondents: tuple[Respondent, ...] | None = None
    election: Election | None = None
    incident: Incident | None = None
    narrative: str | None = None
    witnesses: tuple[Witness, ...] | None = None
    evidence: tuple[SubmittedEvidence, ...] | None = None

    @property
    def statement(self) -> Statement:
        """The matter without the people."""
        # A submitted entry serialises by its declared type, which has no file name.
        return Statement.model_construct(
            kind=self.kind or ComplaintKind.REPORT,
            recommendation=self.recommendation,
            respondents=self.respondents or (),
            election=self.election,
            incident=self.incident,
            narrative=self.narrative,
            evidence=self.evidence or (),
            complainant_mode=self.complainant.mode if self.complainant else None,
            witnesses=len(self.witnesses or ()),
        )

    @property
    def identity(self) -> People:
        """The people and the file names, without the matter."""
        return People.model_construct(
            complainant=self.complainant,
            witnesses=self.witnesses or (),
            file_names=file_names(self.evidence or ()),
        )


class Correction(Said):
    """One place of the complaint that was wrong, and what stands there now."""

    pointer: Annotated[str, StringConstraints(pattern=r"^(/([^~/]|~[01])*)+$")] = Field(
        description="RFC 6901 JSON pointer into the complaint", examples=["/incident/date_from"]
    )
    value: Any = Field(None, description="what stands there from now on", examples=["2019-11-18"])


class Supplement(Said):
    """What comes later: text, further evidence, corrections. The first text stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "Tanggal kejadian sudah dipastikan.",
                    "corrections": [{"pointer": "/incident/date_from", "value": "2019-11-18"}],
                }
            ]
        }
    )

    text: str | None = None
    evidence: tuple[SubmittedEvidence, ...] | None = None
    corrections: tuple[Correction, ...] | None = None


class Withdrawal(Said):
    """The agency takes the complaint back; it is recorded, and closes nothing."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "Diajukan dua kali oleh petugas kami."}]}
    )

    reason: str | None = None


def file_names(
    entries: tuple[SubmittedEvidence, ...], supplement: int | None = None
) -> tuple[FileName, ...]:
    """The names of announced files, by the place of their entry."""
    return tuple(
        FileName(
            entry=at,
            supplement=supplement,
            sha256=entry.announced.sha256,
            name=entry.announced.name,
        )
        for at, entry in enumerate(entries)
        if entry.announced is not None and entry.announced.name
    )


LARGEST_BODY: Final = 1024 * 1024
"""Bytes of a body; files belong to the evidence service."""
