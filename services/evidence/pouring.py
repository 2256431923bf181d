"""From the wire into quarantine: counted, hashed and bounded while it passes."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

from starlette.requests import ClientDisconnect

from services.evidence import measures
from services.evidence.blocks import Digester, Digests
from services.evidence.quarantine import PartsWriter
from services.kit.errors import EdgeRefusal
from services.kit.pacing import paced


def too_large(limit: int) -> EdgeRefusal:
    """More bytes than one item may have.

    The line is not closed: a sender that is cut while it still writes never reads the answer. What
    it goes on sending is thrown away by the server, unread.
    """
    return EdgeRefusal("evidence-too-large", 413, limit=limit)


def cut_off() -> EdgeRefusal:
    """The line broke before the last byte."""
    return EdgeRefusal("cut-off", 400, headers={"connection": "close"})


class Heard:
    """A body, and for how long its sender has been silent: nothing while we store what it sent."""

    def __init__(self, body: AsyncIterator[bytes]) -> None:
        self._body = body
        self._listening_since: float | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces as they come."""
        self._listening_since = time.monotonic()
        async for piece in self._body:
            self._listening_since = None
            yield piece
            self._listening_since = time.monotonic()
        self._listening_since = None

    def silence(self) -> timedelta:
        """Since when it is the sender's turn and nothing came."""
        since = self._listening_since
        return timedelta(seconds=time.monotonic() - since) if since is not None else timedelta()


async def pour(
    body: AsyncIterator[bytes], limit: int, length: int | None, writer: PartsWriter | None
) -> Digests:
    """All bytes, hashed, and stored if there is a writer; refuses what is not the whole file."""
    digester, size = Digester(), 0
    try:
        async for piece in paced(body):
            size += len(piece)
            if size > limit:
                raise too_large(limit)
            digester.update(piece)
            if writer is not None:
                await writer.write(piece)
    except ClientDisconnect as error:
        raise cut_off() from error
    digests = digester.finish()
    if length is not None and digests.size != length:
        raise cut_off()
    if digests.size == 0:
        raise EdgeRefusal("evidence-empty", 422)
    measures.BYTES_IN.inc(digests.size)
    return digests
