"""What a story is about: a complaint, later a case, and the respondents in it."""

from dataclasses import dataclass, field


@dataclass
class Matter:
    """One complaint on its way; `case_id` is known once a case was opened or joined."""

    complaint_id: str
    agency_id: str
    jurisdiction: str
    story: int
    case_id: str | None = None
    evidence_ids: list[str] = field(default_factory=list)

    @property
    def case(self) -> str:
        """The case; an error where there is none yet."""
        if self.case_id is None:
            raise LookupError(f"complaint {self.complaint_id} has no case yet")
        return self.case_id


@dataclass(frozen=True)
class Kept:
    """One file that was sent, by whom, and what it must still be."""

    evidence_id: str
    sha256: str
    size: int
    jurisdiction: str
    story: int
    agency_id: str | None = None
    official_id: str | None = None
    item: str | None = None
