"""What is found about one respondent, where it is made in the minutes of his hearing."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from services.contracts.law import CandidateRelation, Impact
from services.workflow.forms.form import free_text
from services.workflow.forms.tracks.papers import Part, ViolationSlug


class MinutesFinding(Part):
    """Proven or not, which violations, and the act's date as established.

    The date is the finding's own, never the complaint's: the law is resolved by it.
    """

    proven: bool
    violations: tuple[ViolationSlug, ...] = Field(default=(), max_length=20)
    act_from: date | None = None
    act_to: date | None = None
    election_id: str | None = Field(default=None, max_length=100)
    impact: Impact | None = None
    active_support: bool | None = None
    symbols: bool | None = None
    relation: CandidateRelation = CandidateRelation.NONE
    cltn: bool | None = None
    note: str | None = free_text(required=False)

    @model_validator(mode="after")
    def _a_proven_act_has_a_name_and_a_date(self) -> Self:
        if self.proven and (not self.violations or self.act_from is None):
            raise ValueError("a proven finding names violations and the date of the act")
        if self.act_from and self.act_to and self.act_to < self.act_from:
            raise ValueError("act_to is before act_from")
        return self
