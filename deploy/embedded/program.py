"""What a program of the stack is: how it is started, known to be ready, and stopped."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path


def _nothing() -> None:
    """For a program that needs no preparation."""


@dataclass(frozen=True)
class Program:
    """One process: the pid that runs `argv` is the process itself, not a shell around it."""

    name: str
    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    # None when ready, else what is missing; called often, so it answers within seconds.
    ready: Callable[[], str | None] = lambda: None
    # The port that this very process must hold: another stack's process may answer on it as well.
    holds: int | None = None
    # Before each start, after each first answer: both may be called again and must not mind.
    before: Callable[[], None] = _nothing
    after: Callable[[], None] = _nothing
    stop: int = signal.SIGTERM
    patience: timedelta = timedelta(seconds=20)
    start_within: timedelta = timedelta(seconds=240)
