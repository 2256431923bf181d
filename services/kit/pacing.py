"""Bodies that drip: a client that sends less than a kilobyte a second is cut off, kindly."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Final

from services.kit.errors import EdgeRefusal

LONGEST_SILENCE: Final = 30.0
"""Seconds without a byte after which a body is given up."""
SLOWEST: Final = 1024
"""Bytes a second that a body must reach, looked at over `LONGEST_SILENCE`."""


class Pace:
    """How fast a body comes, window after window; what it brought earlier does not count."""

    def __init__(self, now: float) -> None:
        self._began, self._brought = now, 0

    def drips(self, size: int, now: float) -> bool:
        """Whether the body has been too slow, now that so many bytes have come."""
        self._brought += size
        elapsed = now - self._began
        if elapsed < LONGEST_SILENCE:
            return False
        if self._brought < SLOWEST * elapsed:
            return True
        self._began, self._brought = now, 0
        return False


def too_slow() -> EdgeRefusal:
    """The answer to who stalls or drips; the rest is not read, so the line ends with it."""
    return EdgeRefusal("too-slow", 408, headers={"connection": "close"})


async def paced(
    stream: AsyncIterator[bytes], silence: float = LONGEST_SILENCE
) -> AsyncIterator[bytes]:
    """The chunks of a request's body; a 408 if they stall or drip."""
    source = stream.__aiter__()
    pace = Pace(time.monotonic())
    while True:
        try:
            chunk = await asyncio.wait_for(anext(source), silence)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise too_slow() from error
        if pace.drips(len(chunk), time.monotonic()):
            raise too_slow()
        yield chunk
