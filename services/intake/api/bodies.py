"""Taking a body off the line: never more than the limit, and only JSON in UTF-8."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect, Request

from services.intake.complaints import LARGEST_BODY
from services.kit.errors import EdgeRefusal

_WINDOW: Final = 30.0
_ENOUGH: Final = 30 * 1024
"""A body that brings fewer bytes than this in a window of seconds is given up."""
_READ_ON: Final = 10.0
_READ_ON_BYTES: Final = 16 * 1024 * 1024
"""What is too large is read on for so many seconds and bytes, and thrown away: a line that is cut
while bytes still come is reset, and the sender would not get to read why."""
_CLOSE: Final = {"connection": "close"}


async def body_of(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The raw bytes; 415 for another media type, 413 when the limit is passed.

    What is beyond it is thrown away as it comes.
    """
    _must_be_json(request)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise _too_large(limit)
    body, stream = bytearray(), request.stream()
    loop = asyncio.get_running_loop()
    enough = _ENOUGH
    try:
        async with asyncio.timeout(_WINDOW) as window:
            async for chunk in stream:
                body += chunk
                if len(body) > limit:
                    window.reschedule(loop.time() + _READ_ON)
                    await _throw_away(stream)
                    raise _too_large(limit)
                if len(body) >= enough:
                    enough = len(body) + _ENOUGH
                    window.reschedule(loop.time() + _WINDOW)
    except ClientDisconnect as error:
        raise EdgeRefusal("cut-off", HTTPStatus.BAD_REQUEST) from error
    except TimeoutError as error:
        if len(body) > limit:
            raise _too_large(limit) from error
        raise EdgeRefusal("too-slow", HTTPStatus.REQUEST_TIMEOUT, headers=_CLOSE) from error
    return bytes(body)


async def _throw_away(stream: AsyncIterator[bytes]) -> None:
    thrown = 0
    async for chunk in stream:
        thrown += len(chunk)
        if thrown > _READ_ON_BYTES:
            return


def _must_be_json(request: Request) -> None:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.replace(" ", "").partition("charset=")[2].strip('"')
    encoded = request.headers.get("content-encoding", "identity").lower() != "identity"
    if kind.strip() != "application/json" or charset not in {"", "utf-8", "utf8"} or encoded:
        raise EdgeRefusal("media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _too_large(limit: int) -> EdgeRefusal:
    # What is left of the body is not read, so the line cannot be used again.
    return EdgeRefusal(
        "too-large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        headers=_CLOSE,
        limit=limit,
    )
