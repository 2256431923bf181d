"""Council hearing: the ethics council hears, and recommends to the PPK."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from services.contracts.law import Role
from services.workflow.forms.form import Form, evidence
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber


class Recommendation(StrEnum):
    """A closed or an open statement, or none."""

    CLOSED = "closed"
    OPEN = "open"
    NONE = "none"


class CouncilHearing(Form):
    """What the council heard and recommends."""

    kind: ClassVar[str] = TaskKind.COUNCIL_HEARING
    roles: ClassVar[tuple[Role, ...]] = (Role.ETHICS_COUNCIL, Role.BKPSDM)
    deadline: ClassVar[str | None] = "COUNCIL_RECOMMENDS"
    citation: ClassVar[str | None] = "PP 42/2004 art. 15-19"
    paper_dates: ClassVar[tuple[str, ...]] = ("heard_on",)

    heard_on: date
    attended: bool
    minutes_number: LetterNumber
    minutes_scan: UUID = evidence()
    recommendation: Recommendation
