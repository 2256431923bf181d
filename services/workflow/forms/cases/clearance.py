"""The letter that clears a respondent against whom nothing was proven."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.form import Form
from services.workflow.forms.kinds import TaskKind


class Clearance(Form):
    """Number and date of the letter to the respondent."""

    kind: ClassVar[str] = TaskKind.CLEARANCE
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR, Role.BKPSDM)
    deadline: ClassVar[str | None] = "CLEARANCE"
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    number: str = Field(min_length=1, max_length=100)
    letter_date: date
