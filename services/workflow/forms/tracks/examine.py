"""Examine: how the summoned examination ended, on paper."""

from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import Role
from services.workflow.forms.form import FREE_TEXT, Form, evidence
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.papers import LetterNumber, ServiceProof


class ExamResult(StrEnum):
    """`not_served`: the summons never reached him; it is issued anew and nothing counts."""

    SIGNED = "signed"
    SIGNATURE_REFUSED = "signature_refused"
    ABSENT = "absent"
    NOT_SERVED = "not_served"


class Examine(Form):
    """Minutes signed, minutes with the signature refused, or an absence with its proof.

    Where the complaint was routed below there is no LHP, and the finding is made here; after two
    absences it rests on the evidence at hand.
    """

    kind: ClassVar[str] = TaskKind.EXAMINE
    roles: ClassVar[tuple[Role, ...]] = (Role.SUPERIOR, Role.EXAMINER, Role.BKPSDM)
    deadline: ClassVar[str | None] = "SUMMON_1"
    citation: ClassVar[str | None] = "PP 94/2021 art. 26-29"

    result: ExamResult
    minutes_number: LetterNumber | None = None
    minutes_scan: UUID | None = evidence(required=False)
    service_proof: ServiceProof | None = None
    finding: MinutesFinding | None = Field(default=None, json_schema_extra=FREE_TEXT)

    @model_validator(mode="after")
    def _minutes_are_on_paper(self) -> Self:
        if self.was_held and (self.minutes_number is None or self.minutes_scan is None):
            raise ValueError("an examination that was held has numbered minutes and their scan")
        return self

    @property
    def was_held(self) -> bool:
        """The respondent came and was heard."""
        return self.result in {ExamResult.SIGNED, ExamResult.SIGNATURE_REFUSED}
