"""Stories told once for all journeys, while processes are killed under them."""

import signal
from datetime import date

from rich.console import Console

from deploy.demo.view import View
from deploy.embedded import Stack

KILLED_ON = {
    date(2024, 10, 10): "workflow-worker",
    date(2024, 10, 16): "workflow-background",
    date(2024, 10, 17): "evidence-background",
    date(2024, 10, 21): "workflow",
    date(2024, 10, 30): "intake-background",
    date(2024, 11, 18): "workflow-worker",
    date(2024, 12, 2): "intake",
    date(2024, 12, 9): "temporal",
}
"""Whom a kill -9 hits when the stories come to a date."""


class Hurting(View):
    """A view that, unseen by the stories, kills a process on certain dates."""

    def __init__(self, stack: Stack) -> None:
        super().__init__({}, Console(quiet=True))
        self._stack = stack
        self.killed: list[str] = []

    def today(self, on: date) -> None:
        """The date has come: its victim is killed, and nobody waits for it."""
        super().today(on)
        victim = KILLED_ON.get(on)
        if victim is not None:
            self._stack.kill(victim, signal.SIGKILL)
            self.killed.append(victim)
