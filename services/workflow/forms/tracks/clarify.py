"""Clarify: village and contract respondents are heard with minutes, not by examination."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import FREE_TEXT, Form, evidence, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.papers import LetterNumber, ServiceProof

_CHOOSING = Choosing(
    "attended",
    {
        True: Asks(may=("unsigned_reason",)),
        # Without its proof an absence is refused by the law, with its citation, not by the form.
        False: Asks(may=("service_proof",)),
    },
)


class Clarify(Form):
    """The minutes of the clarification; the finding too where the matter was routed below.

    Who does not come is called a second time; each absence counts only with proof of service.
    """

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.CLARIFY
    roles: ClassVar[tuple[Role, ...]] = (Role.CAMAT, Role.OPD_HEAD)
    deadline: ClassVar[str | None] = "CLARIFICATION"

    minutes_number: LetterNumber
    attended: bool
    signed: bool
    unsigned_reason: str | None = free_text(required=False)
    """Why he came and did not sign, and before whom."""
    service_proof: ServiceProof | None = None
    """An absence: that he was called in time."""
    minutes_scan: UUID = evidence()
    finding: MinutesFinding | None = Field(default=None, json_schema_extra=FREE_TEXT)
