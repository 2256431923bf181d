"""Where a rule stands, and how sure we are that it stands there."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Certainty(StrEnum):
    """How far a rule was checked; shown to whoever decides by it."""

    VERIFIED = "verified"
    FROM_MEMORY = "from_memory"
    DESIGN = "design"
    LOCAL = "local"


class Citation(BaseModel):
    """One source, as it is printed in a letter or a refusal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    certainty: Certainty

    def __str__(self) -> str:
        return self.text
