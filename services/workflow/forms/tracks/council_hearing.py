"""Council hearing: the ethics council hears, and recommends to the PPK."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import Form, evidence
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber, ServiceProof


class Recommendation(StrEnum):
    """A closed or an open statement, or none."""

    CLOSED = "closed"
    OPEN = "open"
    NONE = "none"


_CHOOSING = Choosing(
    "attended",
    {
        True: Asks(needs=("recommendation",)),
        # Without its proof an absence is refused by the law, with its citation, not by the form.
        False: Asks(may=("service_proof", "recommendation")),
    },
)


class CouncilHearing(Form):
    """What the council heard and recommends; who missed it once is called again."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.COUNCIL_HEARING
    roles: ClassVar[tuple[Role, ...]] = (Role.ETHICS_COUNCIL, Role.BKPSDM)
    deadline: ClassVar[str | None] = "COUNCIL_RECOMMENDS"
    citation: ClassVar[str | None] = "PP 42/2004 Pasal 15-19"
    paper_dates: ClassVar[tuple[str, ...]] = ("heard_on",)

    heard_on: date
    attended: bool
    minutes_number: LetterNumber
    minutes_scan: UUID = evidence()
    service_proof: ServiceProof | None = None
    """An absence: that he was called in time."""
    recommendation: Recommendation | None = None

    @model_validator(mode="after")
    def _who_heard_him_recommends(self) -> Self:
        _CHOOSING.insist(self)
        return self
