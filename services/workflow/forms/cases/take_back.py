"""The date given below was missed: take the case back, or give more time."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class TakeBackChoice(StrEnum):
    """Take it back to the Inspektorat, or extend."""

    TAKE_BACK = "take_back"
    EXTEND = "extend"


_CHOOSING = Choosing(
    "choice",
    {TakeBackChoice.TAKE_BACK: Asks(), TakeBackChoice.EXTEND: Asks(needs=("due_on",))},
)


class TakeBack(Form):
    """Asked of a person: a missed date takes nothing back by itself."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.TAKE_BACK
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.INTAKE_OFFICER)
    deadline: ClassVar[str | None] = "TAKE_BACK"

    choice: TakeBackChoice
    due_on: date | None = None
    reason: str = free_text()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _CHOOSING.insist(self)
        if self.due_on is not None and self.choice is not TakeBackChoice.EXTEND:
            raise ValueError("due_on is for extend")
        return self
