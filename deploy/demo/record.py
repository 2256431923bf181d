"""Everything that was acknowledged while the stories were told, for the checks at the end."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from deploy.demo.matter import Kept, Matter


@dataclass
class Outcome:
    """What a respondent's course must have come to, as the agency reads it."""

    complaint_id: str
    respondent: int
    outcome: str | None
    degree: str | None
    sanction: str | None
    stage: str


@dataclass
class Record:
    """Complaints, files, expected ends and verified facts, in the order in which they came."""

    matters: list[Matter] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    ends: list[Outcome] = field(default_factory=list)
    facts: list[tuple[int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    connections: ExitStack = field(default_factory=ExitStack)
    """Of everybody who acted; closed with the record."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connections.close()

    def of(self, story: int) -> list[Matter]:
        """The complaints of one story."""
        return [matter for matter in self.matters if matter.story == story]
