"""What becomes of a complaint: six ways, each with its own reason."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import Missing, Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class TriageChoice(StrEnum):
    """The six ways."""

    ACCEPT = "accept"
    ASK_COMPLETION = "ask_completion"
    ROUTE_BELOW = "route_below"
    REFER_OUT = "refer_out"
    REFUSE = "refuse"
    JOIN = "join"


class Below(StrEnum):
    """To whom a small matter is given."""

    SUPERIOR = "superior"
    OPD_HEAD = "opd_head"
    CAMAT = "camat"


class RefusalReason(StrEnum):
    """Why a complaint is not taken up, as the agency is told."""

    NOT_NEUTRALITY = "not_neutrality"
    NO_IDENTIFIABLE_RESPONDENT = "no_identifiable_respondent"
    NOT_CREDIBLE = "not_credible"


_CHOOSING = Choosing(
    "choice",
    {
        TriageChoice.ACCEPT: Asks(),
        TriageChoice.ASK_COMPLETION: Asks(needs=("asked",), may=("items",)),
        TriageChoice.ROUTE_BELOW: Asks(
            needs=("to", "due_on"), may=("office_id", "post_id"), codes={"to": Below}
        ),
        TriageChoice.REFER_OUT: Asks(needs=("to", "reason"), may=("noted_to",)),
        TriageChoice.REFUSE: Asks(needs=("reason_code", "reason"), may=("noted_to",)),
        TriageChoice.JOIN: Asks(needs=("case_id",), may=("matches",)),
    },
)


class Triage(Form):
    """One of six choices; what each needs beside it is checked together."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.TRIAGE
    roles: ClassVar[tuple[Role, ...]] = (Role.INTAKE_OFFICER, Role.INSPECTOR)
    deadline: ClassVar[str | None] = "INTAKE_FORWARD"
    citation: ClassVar[str | None] = "PermenPANRB 62/2018"

    choice: TriageChoice
    asked: str | None = free_text(required=False)
    items: tuple[Missing, ...] = ()
    to: str | None = Field(default=None, max_length=200)
    """Route below: superior, opd_head or camat. Refer out: the body that is competent."""
    due_on: date | None = None
    office_id: str | None = Field(default=None, max_length=100)
    post_id: str | None = Field(default=None, max_length=100)
    reason_code: RefusalReason | None = None
    reason: str | None = free_text(required=False)
    noted_to: str | None = Field(default=None, max_length=200)
    case_id: UUID | None = None
    matches: dict[int, int] = Field(default_factory=dict)
    """Join: respondent of this complaint -> respondent of the case, where no number says it."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _CHOOSING.insist(self)
        return self

    @property
    def below(self) -> Below:
        """To whom it is routed (only where the choice is to route below)."""
        return Below(str(self.to))
