"""Every answer of a sandbox says so, in a header: bodies stay byte for byte what they were."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SandboxMark:
    """Adds `Netral-Sandbox: true` to every answer of a sandbox installation."""

    def __init__(self, app: ASGIApp, *, sandbox: bool) -> None:
        self._app = app
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start" and self._sandbox:
                MutableHeaders(scope=message)["netral-sandbox"] = "true"
            await send(message)

        await self._app(scope, receive, marking if scope["type"] == "http" else send)
