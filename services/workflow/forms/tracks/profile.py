"""Profile: who the respondent is in law, at the act and today, confirmed by a person."""

from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import Category, PositionLevel, Role
from services.workflow.forms.form import Form, evidence, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import PersonId, PostId, SanctionCode


class Profile(Form):
    """Category at the act and today, post, superior, agreement, and who is involved.

    `recused_post_ids` are posts whose holders may neither examine nor decide: related, favoured,
    a candidate. A superior who is involved gives his seat to the next higher one.
    """

    kind: ClassVar[str] = TaskKind.PROFILE
    roles: ClassVar[tuple[Role, ...]] = (
        Role.BKPSDM,
        Role.INSPECTOR,
        Role.IRBAN,
        Role.DPMD,
        Role.OPD_HEAD,
    )
    deadline: ClassVar[str | None] = "PROFILE"

    category_at_act: Category
    category_today: Category
    level: PositionLevel = PositionLevel.NON_STRUCTURAL
    post_id: PostId | None = None
    office_id: PostId | None = None
    person_id: PersonId | None = None
    """The respondent's own account in this installation, if any: he never decides."""
    superior_post_id: PostId | None = None
    superior_involved: bool = False
    recused_post_ids: tuple[PostId, ...] = Field(default=(), max_length=50)
    last_same_nature: SanctionCode | None = None
    """The last sanction for a violation of the same nature."""
    agreement_clause: str | None = free_text(required=False)
    agreement_covers: tuple[SanctionCode, ...] = Field(default=(), max_length=20)
    """Contract staff: the steps that the agreement's clause names."""
    agreement_scan: UUID | None = evidence(required=False)

    @model_validator(mode="after")
    def _the_category_is_known(self) -> Self:
        if Category.UNKNOWN in {self.category_at_act, self.category_today}:
            raise ValueError("the profile says what the respondent is: unknown is no answer")
        if bool(self.agreement_covers) is not bool(self.agreement_clause):
            raise ValueError("an agreement's clause names the steps that it covers")
        return self
