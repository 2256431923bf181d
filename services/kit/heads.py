"""HEAD wherever there is GET: the same answer, of which the server sends the headers alone."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

IN_SCOPE: Final = "netral.head"


class Heads:
    """ASGI middleware: a HEAD goes on as a GET; uvicorn, who read HEAD, sends no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            # A copy: the server goes by the method in its own.
            scope = {**scope, "method": "GET", IN_SCOPE: True}
        await self._app(scope, receive, send)


def only_the_head(scope: Scope) -> bool:
    """Whether nothing but the headers will be sent, so that no body need be made."""
    return bool(scope.get(IN_SCOPE))
