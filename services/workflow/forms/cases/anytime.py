"""What may be recorded while a case lives, beside whatever else is going on."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import AnytimeKind

_OFFICE = (Role.INSPECTOR, Role.IRBAN, Role.AUDITOR, Role.SUBSTITUTE)


class CriminalReferral(Form):
    """A suspected crime goes to the competent body; the track goes on."""

    kind: ClassVar[str] = AnytimeKind.CRIMINAL_REFERRAL
    roles: ClassVar[tuple[Role, ...]] = _OFFICE
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    to: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=100)
    letter_date: date
    provision: str = Field(min_length=1, max_length=200)


class CriminalEnd(StrEnum):
    """How the criminal matter ended."""

    STOPPED = "stopped"
    PROVEN = "proven"
    OTHER = "other"


class CriminalResult(Form):
    """The result of a referral: recorded, and it changes nothing here by itself."""

    kind: ClassVar[str] = AnytimeKind.CRIMINAL_RESULT
    roles: ClassVar[tuple[Role, ...]] = _OFFICE

    result: CriminalEnd
    number: str = Field(min_length=1, max_length=100)


class InactionBy(StrEnum):
    """Who did not act."""

    SUPERIOR = "superior"
    VILLAGE_HEAD = "village_head"


class Inaction(Form):
    """A superior or village head let his date pass: recorded by a person, after that date."""

    kind: ClassVar[str] = AnytimeKind.INACTION
    roles: ClassVar[tuple[Role, ...]] = (*_OFFICE, Role.CAMAT, Role.DPMD, Role.BKPSDM)

    by: InactionBy
    post_id: str = Field(min_length=1, max_length=100)
    since: date


class ExtendInvestigation(Form):
    """Once, by at most ten working days, with a reason."""

    kind: ClassVar[str] = AnytimeKind.EXTEND_INVESTIGATION
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.SUBSTITUTE)

    reason: str = free_text()
    working_days: int = Field(ge=1, le=10)
