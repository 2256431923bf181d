"""Taking a body off the line: never more than the limit, and only JSON in UTF-8."""

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect, Request

from services.intake.complaints import LARGEST_BODY
from services.kit.errors import EdgeRefusal

_WINDOW: Final = 30.0
_ENOUGH: Final = 30 * 1024
"""A body that brings fewer bytes than this in a window of seconds is given up."""
_CLOSE: Final = {"connection": "close"}


async def body_of(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The raw bytes; 415 for another media type, 413 as soon as the limit is passed."""
    _must_be_json(request)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    loop = asyncio.get_running_loop()
    enough = _ENOUGH
    try:
        async with asyncio.timeout(_WINDOW) as window:
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
                if len(body) >= enough:
                    enough = len(body) + _ENOUGH
                    window.reschedule(loop.time() + _WINDOW)
    except ClientDisconnect as error:
        raise EdgeRefusal("cut-off", HTTPStatus.BAD_REQUEST) from error
    except TimeoutError as error:
        raise EdgeRefusal("too-slow", HTTPStatus.REQUEST_TIMEOUT, headers=_CLOSE) from error
    return bytes(body)


def _must_be_json(request: Request) -> None:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.replace(" ", "").partition("charset=")[2].strip('"')
    encoded = request.headers.get("content-encoding", "identity").lower() != "identity"
    if kind.strip() != "application/json" or charset not in {"", "utf-8", "utf8"} or encoded:
        raise EdgeRefusal("media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _too_large(limit: int) -> EdgeRefusal:
    # The rest of the body is not read, so the line cannot be used again.
    return EdgeRefusal(
        "too-large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        headers=_CLOSE,
        limit=limit,
    )
