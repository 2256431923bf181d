"""Waiting for what must come, with a bound and a reason."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")
_PATIENCE = timedelta(seconds=90)
_PAUSE = 0.15


class NotComeError(AssertionError):
    """What was promised did not come within the bound."""


def until(look: Callable[[], T | None], what: str, *, within: timedelta = _PATIENCE) -> T:
    """The first answer of `look` that is not None or False."""
    end = time.monotonic() + within.total_seconds()
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise NotComeError(f"after {within.total_seconds():.0f} s still no {what}")
        time.sleep(_PAUSE)
