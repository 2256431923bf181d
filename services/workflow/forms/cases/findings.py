"""A finding about one respondent, as an LHP or minutes establish it."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.contracts.law import VIOLATION_SLUG_PATTERN, CandidateRelation, Category, Impact
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import free_text

ViolationSlug = Annotated[str, StringConstraints(pattern=VIOLATION_SLUG_PATTERN, max_length=100)]


_CHOOSING = Choosing(
    "proven",
    {
        True: Asks(
            needs=("violations", "act_from"),
            may=(
                "act_to",
                "election_id",
                "impact",
                "active_support",
                "symbols",
                "relation",
                "cltn",
            ),
        ),
        False: Asks(),
    },
)


class Found(BaseModel):
    """Proven or not; if proven, what, and when it was done.

    The date is the finding's own, never the complaint's: the law is resolved by it.
    """

    model_config = ConfigDict(
        **_CHOOSING.config(), frozen=True, extra="forbid", str_strip_whitespace=True
    )

    proven: bool
    violations: tuple[ViolationSlug, ...] = Field(default=(), max_length=20)
    act_from: date | None = None
    act_to: date | None = None
    election_id: str | None = Field(default=None, max_length=100)
    """The election, where the complaint did not say or said it wrongly."""
    impact: Impact | None = None
    active_support: bool | None = None
    symbols: bool | None = None
    relation: CandidateRelation = CandidateRelation.NONE
    cltn: bool | None = None
    note: str | None = free_text(required=False)

    @model_validator(mode="after")
    def _a_proven_act_has_a_name_and_a_date(self) -> Self:
        _CHOOSING.insist(self)
        if self.act_from and self.act_to and self.act_to < self.act_from:
            raise ValueError("act_to is before act_from")
        return self

    @property
    def acted_to(self) -> date | None:
        """The last day of the act: the first, if it was one day."""
        return self.act_to or self.act_from

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the act; None where no date is found."""
        return (self.act_from, self.act_to or self.act_from) if self.act_from else None


class _About(BaseModel):
    """Whom it is about, by his number in the case."""

    respondent: int = Field(ge=1)


class Finding(Found, _About):
    """What a report finds about one of the case's respondents."""

    category: Category | None = None
    """The category at the act, where the complaint did not say or said it wrongly."""
