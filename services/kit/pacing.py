"""Bodies that drip: a client that sends less than a kilobyte a second is cut off, kindly."""

import asyncio
import time
from collections.abc import AsyncIterator

from services.kit.errors import EdgeRefusal

LONGEST_SILENCE = 30.0
"""Seconds without a byte after which a body is given up."""
SLOWEST = 1024
"""Bytes a second that a body must reach, looked at over `LONGEST_SILENCE`."""


async def paced(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks of a request's body; a 408 if they stall or drip."""
    source = stream.__aiter__()
    window_began, in_window = time.monotonic(), 0
    while True:
        try:
            chunk = await asyncio.wait_for(anext(source), LONGEST_SILENCE)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise EdgeRefusal("too-slow", 408, headers={"connection": "close"}) from error
        in_window += len(chunk)
        elapsed = time.monotonic() - window_began
        if elapsed >= LONGEST_SILENCE:
            if in_window < SLOWEST * elapsed:
                raise EdgeRefusal("too-slow", 408, headers={"connection": "close"})
            window_began, in_window = time.monotonic(), 0
        yield chunk
