"""An app of this process on a port, for whoever is a process of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from deploy.embedded import ports


@asynccontextmanager
async def served(app: FastAPI, *, alone: bool = False) -> AsyncIterator[str]:
    """Its address while it is served; `alone` leaves out what it would start and stop with it."""
    port = ports.choose({}, names=("app",), known={})["app"]
    config = uvicorn.Config(
        app, port=port, lifespan="off" if alone else "auto", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # without its grip on the signals
    while not server.started:  # noqa: ASYNC110 -- uvicorn has nothing to wait for
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving
