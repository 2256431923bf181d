"""Every answer of a sandbox says so, with the day on which its legal clock stands."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.clock import LegalClock
from services.kit.errors import Unavailable

ZONE = "Asia/Jakarta"


class SandboxMark:
    """Adds `Netral-Sandbox: <legal date>`; `unknown` while the database is away."""

    def __init__(self, app: ASGIApp, *, sandbox: bool, clock: LegalClock) -> None:
        self._app = app
        self._sandbox = sandbox
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http" or not self._sandbox:
            await self._app(scope, receive, send)
            return

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["netral-sandbox"] = await self._day()
            await send(message)

        await self._app(scope, receive, marking)

    async def _day(self) -> str:
        try:
            return (await self._clock.today(ZONE)).isoformat()
        except Unavailable:
            return "unknown"
