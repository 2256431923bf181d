"""An agency sent more after its complaint had ended: a person reads it and says what follows."""

from typing import ClassVar
from uuid import UUID

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class LateSupplement(Form):
    """What has ended stays ended; a new fact becomes a finding of one's own."""

    kind: ClassVar[str] = TaskKind.LATE_SUPPLEMENT
    roles: ClassVar[tuple[Role, ...]] = (Role.INTAKE_OFFICER, Role.INSPECTOR)
    deadline: ClassVar[str | None] = "INTAKE_FORWARD"

    reason: str = free_text()
    finding_id: UUID | None = None
    """The finding that was made of it, where one was."""
