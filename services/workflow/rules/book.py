"""The book of law: dated, cited rows from `book/*.toml`, and a regency's overlay of them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from services.workflow.rules.deadlines import Deadline
from services.workflow.rules.elections import Election
from services.workflow.rules.matrix import ActingRow, MatrixRow, RoleRow
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.regulations import Regulation, Setting
from services.workflow.rules.steps import Step
from services.workflow.rules.violations import Violation

_FOLDER: Final = Path(__file__).parent / "book"
_R = TypeVar("_R", Setting, Deadline)


class Rulebook(BaseModel):
    """All rules at once. `version` names their exact content and is frozen on a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    regulation: tuple[Regulation, ...]
    setting: tuple[Setting, ...]
    violation: tuple[Violation, ...]
    step: tuple[Step, ...]
    deadline: tuple[Deadline, ...]
    matrix: tuple[MatrixRow, ...]
    decides: tuple[RoleRow, ...]
    acting: tuple[ActingRow, ...]
    election: tuple[Election, ...]

    @classmethod
    def load(cls) -> Self:
        """The packaged book; read once per process."""
        return _packaged(cls)

    def overlaid(self, overlay: "Overlay | None") -> Self:
        """This book with a regency's own rows: the same key replaces, a new key is added.

        Keys are a setting's or deadline's `key`, an election's `event_id`; a ladder is
        replaced as a whole (by its name), and so is who decides for a category.
        """
        raise NotImplementedError

    def find_violation(self, slug: str) -> Violation:
        """The violation of that slug; refuses an unknown one."""
        for row in self.violation:
            if row.slug == slug:
                return row
        raise LawRefusal(RefusalCode.VIOLATION_UNKNOWN, violation=slug)

    def find_step(self, code: str) -> Step | None:
        """The first step of that code on any ladder, whether in force or not."""
        return next((row for row in self.step if row.code == code), None)

    def find_deadline(self, key: str, on: date | None = None) -> Deadline:
        """The period of that key as in force on a day (today's rule when no day is given)."""
        raise NotImplementedError

    def find_setting(self, key: str, on: date | None = None) -> Setting:
        """The setting of that key as in force on a day."""
        raise NotImplementedError

    def number(self, key: str, on: date | None = None) -> int:
        """A setting that is a number."""
        return int(self.find_setting(key, on).value)

    def find_election(self, event_id: str) -> Election | None:
        """The election of that id, None if the book does not know it."""
        return next((row for row in self.election if row.event_id == event_id), None)

    def elections_of(self, jurisdiction: str) -> tuple[Election, ...]:
        """The elections that concern a regency, newest first."""
        raise NotImplementedError


@cache
def _packaged(kind: type[Rulebook]) -> Any:
    raise NotImplementedError
