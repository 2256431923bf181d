"""Form a team to examine, or the ethics council: seats by post or person, and the decree."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import PositionLevel, Role
from services.workflow.forms.form import Form, evidence, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber, Part, PersonId, PostId


class Side(StrEnum):
    """For which side a member sits in the team."""

    SUPERIOR = "superior"
    INSPECTORATE = "inspectorate"
    PERSONNEL = "personnel"
    OTHER = "other"


class Seat(Part):
    """One member, by post or by person."""

    post_id: PostId | None = None
    person_id: PersonId | None = None
    part: Side = Side.OTHER
    level: PositionLevel | None = None
    """The level of a person who sits here without a post in this regency's chart."""
    note: str | None = free_text(required=False)
    """Why somebody sits here who is not of that side, or comes from outside the regency."""

    @model_validator(mode="after")
    def _somebody_sits_here(self) -> Self:
        if self.post_id is None and self.person_id is None:
            raise ValueError("name the post or the person")
        return self


class _Decree(Form):
    """The decree that seats people."""

    roles: ClassVar[tuple[Role, ...]] = (Role.PPK, Role.BKPSDM)
    deadline: ClassVar[str | None] = "TEAM_FORMED"
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    number: LetterNumber
    letter_date: date
    formed_by: PostId | None = None
    """The post that signed the decree; the PPK's where none is named."""
    substitute_letter: LetterNumber | None = None
    """The letter that names who signs, where the PPK is involved."""
    members: tuple[Seat, ...] = Field(min_length=1, max_length=25)
    scan: UUID | None = evidence(required=False)


class FormTeam(_Decree):
    """The decree that forms the examination team: superior, Inspektorat, personnel."""

    kind: ClassVar[str] = TaskKind.FORM_TEAM
    citation: ClassVar[str | None] = "Peraturan BKN 6/2022 Pasal 29"


class FormCouncil(_Decree):
    """The PPK's decree that forms the ethics council: odd, at least five."""

    kind: ClassVar[str] = TaskKind.FORM_COUNCIL
    citation: ClassVar[str | None] = "PP 42/2004 Pasal 16-19"
