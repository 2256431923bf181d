"""What the book's rows share: validity, two languages, a source."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from services.workflow.rules.citations import Certainty, Citation


class Labels(BaseModel):
    """One thing in the two languages that officials and agencies read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    en: str


class Row(BaseModel):
    """A rule with its source and the days on which it is in force (both ends included)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: str
    certainty: Certainty
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    @property
    def citation(self) -> Citation:
        """The source of this row."""
        return Citation(text=self.basis, certainty=self.certainty)

    def in_force_on(self, day: date) -> bool:
        """Whether the rule was in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
