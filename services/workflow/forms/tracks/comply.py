"""Comply: whether a village official did what the decision asks."""

from typing import ClassVar

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class Comply(Form):
    """Complied, or not, and then the next step is decided."""

    kind: ClassVar[str] = TaskKind.COMPLY
    roles: ClassVar[tuple[Role, ...]] = (Role.CAMAT, Role.DPMD)
    deadline: ClassVar[str | None] = "VILLAGE_COMPLIANCE"

    complied: bool
    note: str | None = free_text(required=False)
