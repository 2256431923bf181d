"""Summons: the letter that calls the respondent to his examination."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from services.contracts.law import Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber


class Summons(Form):
    """Letter and examination lie exactly seven working days apart, or a reason is given."""

    kind: ClassVar[str] = TaskKind.SUMMONS
    roles: ClassVar[tuple[Role, ...]] = (Role.SUPERIOR, Role.EXAMINER, Role.BKPSDM)
    deadline: ClassVar[str | None] = "SUMMONS_ISSUED"
    citation: ClassVar[str | None] = "PP 94/2021 Pasal 26"
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    number: LetterNumber
    letter_date: date
    exam_on: date
    exam_place: str = Field(min_length=1, max_length=200)
    gap_reason: str | None = free_text(required=False)
