"""Objection or appeal received: the day on the paper counts, not the day it is entered."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from services.contracts.law import Role
from services.workflow.forms.form import Form, evidence
from services.workflow.forms.kinds import AnytimeKind
from services.workflow.forms.tracks.papers import LetterNumber

_DESK = (
    Role.BKPSDM,
    Role.PPK,
    Role.SUPERIOR,
    Role.OPD_HEAD,
    Role.CAMAT,
    Role.VILLAGE_HEAD,
    Role.DPMD,
    Role.INSPECTOR,
)


class ObjectionReceived(Form):
    """The respondent's objection (keberatan), as it was handed in."""

    kind: ClassVar[str] = AnytimeKind.OBJECTION_RECEIVED
    roles: ClassVar[tuple[Role, ...]] = _DESK
    paper_dates: ClassVar[tuple[str, ...]] = ("paper_date",)

    paper_date: date
    number: LetterNumber
    scan: UUID = evidence()


class AppealReceived(Form):
    """The respondent's appeal to the BPASN, as it was handed in."""

    kind: ClassVar[str] = AnytimeKind.APPEAL_RECEIVED
    roles: ClassVar[tuple[Role, ...]] = _DESK
    citation: ClassVar[str | None] = "PP 79/2021"
    paper_dates: ClassVar[tuple[str, ...]] = ("paper_date",)

    paper_date: date
    number: LetterNumber
    scan: UUID = evidence()
