"""The letter of assignment: who investigates."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind


class Team(Form):
    """Number and date of the letter; the investigation's time runs from that date."""

    kind: ClassVar[str] = TaskKind.TEAM
    roles: ClassVar[tuple[Role, ...]] = (Role.INSPECTOR,)
    deadline: ClassVar[str | None] = "ASSIGNMENT"
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    number: str = Field(min_length=1, max_length=100)
    letter_date: date
    lead_id: str = Field(min_length=1, max_length=100)
    member_ids: tuple[str, ...] = ()
    outside_reason: str | None = free_text(required=False)
    """Why somebody from outside the Inspektorat is in it."""
