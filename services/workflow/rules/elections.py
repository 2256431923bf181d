"""Elections with their determination of candidates, on which degree turns."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import ElectionType
from services.workflow.rules.citations import Certainty, Citation


class Election(BaseModel):
    """One election in one regency (`jurisdiction` None: in all of them)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: str
    type: ElectionType
    jurisdiction: str | None = None
    name: str
    determined_on: date | None = None
    vote_on: date | None = None
    basis: str = ""
    certainty: Certainty = Certainty.LOCAL

    @property
    def citation(self) -> Citation:
        """Where the dates are from."""
        return Citation(text=self.basis or self.name, certainty=self.certainty)
