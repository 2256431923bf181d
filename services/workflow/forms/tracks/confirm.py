"""Confirm: a second person, where the examining superior is himself the authority."""

from typing import ClassVar, Self

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind

_CHOOSING = Choosing("agreed", {True: Asks(), False: Asks(needs=("reason",))})


class Confirm(Form):
    """Agreed, or sent back with the reason."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.CONFIRM
    roles: ClassVar[tuple[Role, ...]] = (Role.SUPERIOR, Role.OPD_HEAD, Role.BKPSDM)
    deadline: ClassVar[str | None] = "CONFIRM"

    agreed: bool
    reason: str | None = free_text(required=False)

    @model_validator(mode="after")
    def _a_no_has_its_reason(self) -> Self:
        _CHOOSING.insist(self)
        return self
