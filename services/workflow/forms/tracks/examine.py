"""Examine: how the summoned examination ended, on paper."""

from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import FREE_TEXT, Form, evidence, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.papers import LetterNumber, ServiceProof


class ExamResult(StrEnum):
    """`not_served`: the summons never reached him; it is issued anew and nothing counts."""

    SIGNED = "signed"
    SIGNATURE_REFUSED = "signature_refused"
    ABSENT = "absent"
    NOT_SERVED = "not_served"


_HELD = Asks(needs=("minutes_number", "minutes_scan"), may=("finding", "date_reason"))
_CHOOSING = Choosing(
    "result",
    {
        ExamResult.SIGNED: _HELD,
        ExamResult.SIGNATURE_REFUSED: _HELD,
        # Without its proof an absence is refused by the law, with its citation, not by the form.
        ExamResult.ABSENT: Asks(may=("service_proof", "finding", "notice_reason")),
        ExamResult.NOT_SERVED: Asks(),
    },
)


class Examine(Form):
    """Minutes signed, minutes with the signature refused, or an absence with its proof.

    Where the complaint was routed below there is no LHP, and the finding is made here; after two
    absences it rests on the evidence at hand.
    """

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.EXAMINE
    roles: ClassVar[tuple[Role, ...]] = (Role.SUPERIOR, Role.EXAMINER, Role.BKPSDM)
    deadline: ClassVar[str | None] = "SUMMON_1"
    citation: ClassVar[str | None] = "PP 94/2021 Pasal 26-29"

    result: ExamResult
    minutes_number: LetterNumber | None = None
    minutes_scan: UUID | None = evidence(required=False)
    date_reason: str | None = free_text(required=False)
    """Why it was held on another day than the summons says, or on a day off."""
    service_proof: ServiceProof | None = None
    notice_reason: str | None = free_text(required=False)
    """Why an absence counts though the notice was shorter than the law's."""
    finding: MinutesFinding | None = Field(default=None, json_schema_extra=FREE_TEXT)

    @model_validator(mode="after")
    def _minutes_are_on_paper(self) -> Self:
        _CHOOSING.insist(self)
        return self

    @property
    def was_held(self) -> bool:
        """The respondent came and was heard."""
        return self.result in {ExamResult.SIGNED, ExamResult.SIGNATURE_REFUSED}
