"""The date given below was missed: take the case back, or give more time."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class TakeBackChoice(StrEnum):
    """Take it back to the Inspektorat, or extend."""

    TAKE_BACK = "take_back"
    EXTEND = "extend"


class TakeBack(Form):
    """Asked of a person: a missed date takes nothing back by itself."""

    kind: ClassVar[str] = TaskKind.TAKE_BACK
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.INTAKE_OFFICER)
    deadline: ClassVar[str | None] = "TAKE_BACK"

    choice: TakeBackChoice
    due_on: date | None = None
    reason: str = free_text()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.choice is TakeBackChoice.EXTEND) is not (self.due_on is not None):
            raise ValueError("due_on is for extend, and extend needs it")
        return self
