"""A finding about one respondent, as an LHP or minutes establish it."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.contracts.law import CandidateRelation, Category, Impact
from services.workflow.forms.form import free_text


class Finding(BaseModel):
    """Proven or not; if proven, what, and when it was done."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    respondent: int = Field(ge=1)
    proven: bool
    violations: tuple[str, ...] = ()
    act_from: date | None = None
    act_to: date | None = None
    category: Category | None = None
    """The category at the act, where the complaint did not say or said it wrongly."""
    election_id: str | None = None
    """The election, where the complaint did not say or said it wrongly."""
    impact: Impact | None = None
    active_support: bool | None = None
    symbols: bool | None = None
    relation: CandidateRelation = CandidateRelation.NONE
    cltn: bool | None = None
    note: str | None = free_text(required=False)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.proven and (not self.violations or self.act_from is None):
            raise ValueError("a proven finding names violations and the date of the act")
        if self.act_from and self.act_to and self.act_to < self.act_from:
            raise ValueError("act_to is before act_from")
        return self

    @property
    def acted_to(self) -> date | None:
        """The last day of the act: the first, if it was one day."""
        return self.act_to or self.act_from
