"""Every answer of a sandbox says so, in a header: bodies stay byte for byte what they were."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SandboxMark:
    """Adds `Netral-Sandbox: true` to every answer of a sandbox installation."""

    def __init__(self, app: ASGIApp, *, sandbox: bool) -> None:
        self._app = app
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http" or not self._sandbox:
            await self._app(scope, receive, send)
            return

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"netral-sandbox", b"true")]
            await send(message)

        await self._app(scope, receive, marking)
