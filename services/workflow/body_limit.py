"""No body is read without an end: too long is a 413 and too slow a 408, before anybody is asked.

FastAPI reads a whole body into memory before it looks who sends it, so the limit stands in front.
"""

import asyncio
import time
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit import problems
from services.kit.errors import EdgeRefusal
from services.kit.pacing import LONGEST_SILENCE, Pace, too_slow
from services.kit.words import Words

LARGEST: Final = 1024 * 1024
"""Bytes of a form, an answer or a finding."""
LARGEST_PAPER: Final = 512 * 1024 * 1024 + 64 * 1024
"""Bytes of a form with a scan: what the evidence service takes, and the form around it."""
_CLOSE: Final = {"connection": "close"}


class BodyLimit:
    """Plain ASGI: passes a body on while it is counted."""

    def __init__(self, app: ASGIApp, *, words: Words) -> None:
        self._app = app
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through, or answer in its place."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > limit:
            await self._refuse(scope, receive, send, _too_large(limit))
            return
        body = _Counted(receive, send, limit)
        try:
            await self._app(scope, body.receive, body.send)
        except Exception:
            if body.refused is None:
                raise
        if body.refused is not None and not body.answered:
            await self._refuse(scope, receive, send, body.refused)

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, failure: EdgeRefusal
    ) -> None:
        tongue = Headers(scope=scope).get("accept-language")
        await problems.answer(failure, self._words, tongue)(scope, receive, send)


class _Counted:
    """One request's body on its way in; the app learns of a refusal as of a line that was cut."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._limit = receive, send, limit
        self._read, self._whole = 0, False
        self._pace = Pace(time.monotonic())
        self.answered = False
        self.refused: EdgeRefusal | None = None

    async def receive(self) -> Message:
        try:
            # Once all is here, what is awaited is only the end of the line.
            async with asyncio.timeout(None if self._whole else LONGEST_SILENCE):
                message = await self._receive()
        except TimeoutError:
            return self._cut(too_slow())
        if message["type"] == "http.request":
            size = len(message.get("body", b""))
            self._read += size
            self._whole = not message.get("more_body", False)
            if self._read > self._limit:
                return self._cut(_too_large(self._limit))
            if not self._whole and self._pace.drips(size, time.monotonic()):
                return self._cut(too_slow())
        return message

    async def send(self, message: Message) -> None:
        if self.refused is None:
            self.answered = True
            await self._send(message)

    def _cut(self, failure: EdgeRefusal) -> Message:
        self.refused = failure
        return {"type": "http.disconnect"}


def _limit(path: str) -> int:
    return LARGEST_PAPER if path.startswith("/console/") and path.endswith("/upload") else LARGEST


def _too_large(limit: int) -> EdgeRefusal:
    # The rest is not read, so the line cannot be used again.
    return EdgeRefusal("too-large", 413, headers=_CLOSE, limit=limit)
