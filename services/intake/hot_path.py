"""The one route that is taken before FastAPI's routing and exception layers: they cost too much.

The same function is also a route of the app, for the OpenAPI; nothing else differs.
"""

from http import HTTPStatus
from typing import Final

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.intake.api.submit import submit
from services.intake.desk import Desk
from services.kit.errors import Failure
from services.kit.problems import answer, status_of

log = structlog.get_logger(__name__)

_PATH: Final = "/v1/complaints"


class HotPath:
    """Answers `POST /v1/complaints` and passes everything else on."""

    def __init__(self, app: ASGIApp, *, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != _PATH:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await submit(request, self._desk)
        except Failure as failure:
            if status_of(failure) >= HTTPStatus.INTERNAL_SERVER_ERROR:
                log.warning("request_failed", code=failure.code, path=_PATH)
            response = answer(failure, self._desk.words, request.headers.get("accept-language"))
        await response(scope, receive, send)
