"""Clarify: village and contract respondents are heard with minutes, not by examination."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.form import FREE_TEXT, Form, evidence
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.papers import LetterNumber


class Clarify(Form):
    """The minutes of the clarification; the finding too where the matter was routed below."""

    kind: ClassVar[str] = TaskKind.CLARIFY
    roles: ClassVar[tuple[Role, ...]] = (Role.CAMAT, Role.OPD_HEAD)
    deadline: ClassVar[str | None] = "CLARIFICATION"

    minutes_number: LetterNumber
    attended: bool
    signed: bool
    minutes_scan: UUID = evidence()
    finding: MinutesFinding | None = Field(default=None, json_schema_extra=FREE_TEXT)
