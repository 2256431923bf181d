"""The desk review: what is there, and whether to look further."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.cases.findings import Finding
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class ReviewChoice(StrEnum):
    """What follows from the papers."""

    INVESTIGATE = "investigate"
    OPEN_TRACKS = "open_tracks"
    INSUFFICIENT = "insufficient"


class Review(Form):
    """Tracks without an investigation only where an agency's finished recommendation is there."""

    kind: ClassVar[str] = TaskKind.REVIEW
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.IRBAN)
    deadline: ClassVar[str | None] = "PRELIM_REVIEW"

    choice: ReviewChoice
    reason: str | None = free_text(required=False)
    findings: tuple[Finding, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.choice is ReviewChoice.INSUFFICIENT and not self.reason:
            raise ValueError("insufficient needs a reason")
        if (self.choice is ReviewChoice.OPEN_TRACKS) is not bool(self.findings):
            raise ValueError("findings are for open_tracks, and open_tracks needs them")
        return self
