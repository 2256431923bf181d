"""The sandbox from outside: its clock and its law are changed by the command line alone."""

import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

_NETRAL = Path(sys.executable).parent / "netral"
_CACHED = 1.1  # every service reads the clock anew within a second


class CommandFailedError(RuntimeError):
    """The command line refused; its own words."""


class Sandbox:
    """One installation's command line, with the settings that it needs."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    def run(self, *words: str) -> str:
        """`netral` with these words; what it printed."""
        done = subprocess.run(  # noqa: S603 - our own program
            [str(_NETRAL), *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise CommandFailedError(
                f"netral {' '.join(words)}: {(done.stderr or done.stdout).strip()[-2000:]}"
            )
        return done.stdout

    def advance(self, to: date) -> None:
        """Sets the legal clock to that date; returns when every service knows it."""
        self.run("sandbox", "advance", "--to", to.isoformat())
        time.sleep(_CACHED)
