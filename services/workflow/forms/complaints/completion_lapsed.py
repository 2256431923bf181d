"""Nobody completed the complaint in time: a person says what follows, never the calendar."""

from enum import StrEnum
from typing import ClassVar

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class Lapsed(StrEnum):
    """Archive it with reasons, or go on without the complainant."""

    ARCHIVE = "archive"
    CONTINUE_AS_FINDING = "continue_as_finding"


class CompletionLapsed(Form):
    """Discipline is no complaint offence: the office may go on by its own finding."""

    kind: ClassVar[str] = TaskKind.COMPLETION_LAPSED
    roles: ClassVar[tuple[Role, ...]] = (Role.INTAKE_OFFICER, Role.INSPECTOR)
    deadline: ClassVar[str | None] = "COMPLETION_LAPSED"
    citation: ClassVar[str | None] = "UU 25/2009 Pasal 44-45; PP 94/2021 Pasal 26(1)"

    choice: Lapsed
    reason: str = free_text()
