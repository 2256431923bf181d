"""The desk review: what is there, and whether to look further."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.cases.findings import Finding
from services.workflow.forms.choosing import Asks, Choosing, missing
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class ReviewChoice(StrEnum):
    """What follows from the papers."""

    INVESTIGATE = "investigate"
    OPEN_TRACKS = "open_tracks"
    INSUFFICIENT = "insufficient"


_CHOOSING = Choosing(
    "choice",
    {
        ReviewChoice.INVESTIGATE: Asks(may=("reason",)),
        ReviewChoice.OPEN_TRACKS: Asks(needs=("findings",), may=("reason",)),
        ReviewChoice.INSUFFICIENT: Asks(needs=("reason",)),
    },
)


class Review(Form):
    """Tracks without an investigation only where an agency's finished recommendation is there."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.REVIEW
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.IRBAN)
    deadline: ClassVar[str | None] = "PRELIM_REVIEW"

    choice: ReviewChoice
    reason: str | None = free_text(required=False)
    findings: tuple[Finding, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _CHOOSING.insist(self)
        if self.choice is ReviewChoice.INSUFFICIENT and not self.reason:
            raise missing(self, "reason")
        if self.findings and self.choice is not ReviewChoice.OPEN_TRACKS:
            raise ValueError("findings are for open_tracks")
        return self
