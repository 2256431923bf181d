"""What the senders were told, written down and synced before their next step.

Three outcomes: `ok` is a 202 read whole, `fail` a refusal that must have no effect, `info`
everything else: it may have happened or not.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

Outcome = Literal["ok", "fail", "info"]


@dataclass(frozen=True)
class Told:
    """One attempt and what came of it."""

    what: Literal["complaint", "evidence"]
    key: str
    sha256: str
    """Of the bytes that were sent."""
    outcome: Outcome
    status: int
    """Zero where no answer came."""
    answer: str
    began: float
    ended: float


class History:
    """Attempts in the order in which they ended; the file survives the test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[Told] = []
        self.began_at = datetime.now(UTC)
        self._file = path.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, told: Told) -> None:
        """On disk when this returns."""
        self._file.write(json.dumps(asdict(told)) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.told.append(told)

    def of(self, what: str, outcome: Outcome) -> Iterator[Told]:
        """The attempts of a kind that ended so."""
        return (one for one in self.told if one.what == what and one.outcome == outcome)

    def acknowledged(self, what: str = "complaint") -> dict[str, str]:
        """Key to the hash of the bytes, of all that was acknowledged at least once."""
        return {one.key: one.sha256 for one in self.of(what, "ok")}

    def uncertain(self, what: str = "complaint") -> set[str]:
        """Keys that may exist or not."""
        return {one.key for one in self.of(what, "info")} - self.acknowledged(what).keys()

    def answers(self, key: str) -> set[str]:
        """The different answers with which a key was acknowledged."""
        return {one.answer for one in self.told if one.key == key and one.outcome == "ok"}

    def collided(self) -> int:
        """Keys of which two attempts were under way at the same time."""
        spans: dict[str, list[tuple[float, float]]] = {}
        for one in self.told:
            if one.what == "complaint":
                spans.setdefault(one.key, []).append((one.began, one.ended))
        return sum(_overlap(sorted(times)) for times in spans.values())


def _overlap(times: list[tuple[float, float]]) -> bool:
    return any(later[0] < earlier[1] for earlier, later in pairwise(times))
