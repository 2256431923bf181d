"""Running a process: an HTTP server with limits and a graceful stop, and loops beside it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit import health as health_module
from services.kit import telemetry
from services.kit.first_line import ProblemProtocol
from services.kit.health import Health
from services.kit.settings import Settings

log = structlog.get_logger(__name__)

GRACE_SECONDS = 20
"""How long a stop waits for requests under way."""
_NAME = b"traceparent"


class Traced:
    """ASGI middleware: a request goes on under the caller's traceparent, and the answer names it.

    Plain ASGI on purpose: Starlette's own base class buffers streams and hides a disconnect.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        incoming = next((value for name, value in scope["headers"] if name == _NAME), b"")

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = (_NAME, telemetry.traceparent().encode())
                message["headers"] = [*message.get("headers", ()), own]
            await send(message)

        with telemetry.continued(incoming.decode("latin-1"), scope["method"]):
            scope[telemetry.IN_SCOPE] = telemetry.traceparent()
            await self._app(scope, receive, sending)


def serve(app: FastAPI, settings: Settings) -> None:
    """Serve until SIGTERM, then finish the requests under way."""
    uvicorn.Server(_config(app, settings)).run()


async def run_background(
    health: Health, settings: Settings, *loops: Coroutine[Any, Any, None]
) -> None:
    """Serve the health routes and run the loops until SIGTERM; a loop that ends stops the process.

    Then it exits with 1, and the supervisor or Docker starts it again: a half-alive process helps
    nobody, and a restart that looks like a wanted end would not be made.
    """
    # The server raises the signal once more when it is done; by default that would be our end
    # before the loops have given back what they hold.
    signal.signal(signal.SIGTERM, _heard)
    app = FastAPI(openapi_url=None, telemetry=telemetry.NONE_OF_ITS_OWN)
    app.router.redirect_slashes = False
    app.include_router(health_module.routes(health))
    server = uvicorn.Server(_config(app, settings))
    serving = asyncio.create_task(server.serve())
    working = [asyncio.create_task(loop) for loop in loops]
    ended: set[asyncio.Task[None]] = set()
    try:
        done, _ = await asyncio.wait([serving, *working], return_when=asyncio.FIRST_COMPLETED)
        ended = {loop for loop in working if loop in done}
        for loop in ended:
            log.error("loop_ended", exc_info=loop.exception())
    finally:
        server.should_exit = True
        for task in working:
            task.cancel()
        if working:
            await asyncio.wait(working, timeout=GRACE_SECONDS)
        await serving
    if ended:
        raise SystemExit(1)


def _heard(_signal: int, _frame: object) -> None:
    """Nothing more is to be done: the server has heard it and has stopped."""


def _config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=ProblemProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        # Nobody here goes by the caller's address or scheme, so no header may say them.
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
        limit_concurrency=2000,
    )
