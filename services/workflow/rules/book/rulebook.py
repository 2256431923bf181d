"""Reads the dated, cited rows of this folder, and lays a regency's overlay over them."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from services.workflow.rules.citations import Citation
from services.workflow.rules.dated import Row
from services.workflow.rules.deadlines import Deadline
from services.workflow.rules.elections import Election
from services.workflow.rules.matrix import ActingRow, MatrixRow, RoleRow
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.regulations import Principle, Regulation, Setting
from services.workflow.rules.steps import Step
from services.workflow.rules.violations import Violation

_FOLDER: Final = Path(__file__).parent
_DATED = TypeVar("_DATED", bound=Row)


class Rulebook(BaseModel):
    """All rules at once. `version` names their exact content and is frozen on a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    regulation: tuple[Regulation, ...]
    principle: tuple[Principle, ...]
    setting: tuple[Setting, ...]
    violation: tuple[Violation, ...]
    step: tuple[Step, ...]
    deadline: tuple[Deadline, ...]
    matrix: tuple[MatrixRow, ...]
    decides: tuple[RoleRow, ...]
    acting: tuple[ActingRow, ...]
    election: tuple[Election, ...]

    @classmethod
    def load(cls) -> "Rulebook":
        """The packaged book; read once per process."""
        return _packaged()

    def overlaid(self, overlay: Overlay | None) -> Self:
        """This book with a regency's own rows: the same key replaces, a new key is added.

        Keys are a setting's or deadline's `key`, an election's `event_id`, a regulation's
        `code` and a category (who decides); a ladder is replaced as a whole, by its name.
        A row that is replaced only from a date on stays for the days before it.
        """
        if overlay is None:
            return self
        return self.model_copy(
            update={
                "version": f"{self.version}+{overlay.digest}",
                "regulation": _replaced(self.regulation, overlay.regulation, lambda r: r.code),
                "setting": _replaced(self.setting, overlay.setting, lambda r: r.key),
                "step": _replaced(self.step, overlay.step, lambda r: r.ladder),
                "deadline": _replaced(self.deadline, overlay.deadline, lambda r: r.key),
                "decides": _replaced(self.decides, overlay.decides, lambda r: r.category),
                "election": _others(self.election, overlay.election) + overlay.election,
            }
        )

    def find_violation(self, slug: str, on: date | None = None) -> Violation:
        """The violation of that slug, in force on a day if one is; refuses an unknown one."""
        rows = [row for row in self.violation if row.slug == slug]
        if not rows:
            raise LawRefusal(RefusalCode.VIOLATION_UNKNOWN, violation=slug)
        return _in_force(rows, on) or rows[-1]

    def find_step(self, code: str) -> Step | None:
        """The last step of that code on any ladder, whether in force or not."""
        return next((row for row in reversed(self.step) if row.code == code), None)

    def find_deadline(self, key: str, on: date | None = None) -> Deadline:
        """The period of that key as in force on a day (the newest when no day is given)."""
        return _found(self.deadline, "deadline", key, on)

    def find_setting(self, key: str, on: date | None = None) -> Setting:
        """The setting of that key as in force on a day."""
        return _found(self.setting, "setting", key, on)

    def find_regulation(self, code: str, on: date | None = None) -> Regulation | None:
        """The regulation of that code, None if it was not in force on that day."""
        return _in_force([row for row in self.regulation if row.code == code], on)

    def number(self, key: str, on: date | None = None) -> int:
        """A setting that is a number."""
        return int(self.find_setting(key, on).value)

    def cite(self, key: str) -> Citation:
        """The source of a principle."""
        return _found(self.principle, "principle", key, None).citation

    def find_election(self, event_id: str) -> Election | None:
        """The election of that id, None if the book does not know it."""
        return next((row for row in self.election if row.event_id == event_id), None)

    def elections_of(self, jurisdiction: str) -> tuple[Election, ...]:
        """The elections that concern a regency, newest vote first."""
        mine = (row for row in self.election if row.jurisdiction in {None, jurisdiction})
        return tuple(sorted(mine, key=lambda row: row.vote_on or date.max, reverse=True))


def _in_force(rows: Iterable[_DATED], on: date | None) -> _DATED | None:
    # The last one wins: an overlay's rows stand behind the packaged ones.
    lawful = [row for row in rows if on is None or row.in_force_on(on)]
    return lawful[-1] if lawful else None


def _found(rows: Iterable[_DATED], table: str, key: str, on: date | None) -> _DATED:
    row = _in_force([row for row in rows if getattr(row, "key", None) == key], on)
    if row is None:
        raise KeyError(f"no {table} {key!r} in force on {on}")
    return row


def _replaced(
    old: tuple[_DATED, ...], new: tuple[_DATED, ...], key_of: Callable[[_DATED], object]
) -> tuple[_DATED, ...]:
    starts: dict[object, date | None] = {}
    for row in new:
        known = starts.get(key_of(row), row.valid_from)
        first = None if row.valid_from is None or known is None else min(known, row.valid_from)
        starts[key_of(row)] = first
    kept = (row if key_of(row) not in starts else _before(row, starts[key_of(row)]) for row in old)
    return tuple(row for row in kept if row is not None) + new


def _before(row: _DATED, start: date | None) -> _DATED | None:
    if start is None or (row.valid_from is not None and row.valid_from >= start):
        return None
    last = date.fromordinal(start.toordinal() - 1)
    return row.model_copy(update={"valid_to": min(row.valid_to or last, last)})


def _others(old: tuple[Election, ...], new: tuple[Election, ...]) -> tuple[Election, ...]:
    ids = {row.event_id for row in new}
    return tuple(row for row in old if row.event_id not in ids)


@cache
def _packaged() -> Rulebook:
    digest = hashlib.sha256()
    tables: dict[str, list[Any]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        text = path.read_text("utf-8")
        digest.update(f"{path.name}\n{text}\n".encode())
        for name, rows in tomllib.loads(text).items():
            tables.setdefault(name, []).extend(rows)
    return Rulebook.model_validate({"version": digest.hexdigest()[:12], **tables})
