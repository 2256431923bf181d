"""The time-skipping server, and a worker on it for the length of a test."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

_PATIENCE = 20.0
_left: set[asyncio.Task[None]] = set()


@asynccontextmanager
async def skipping_time() -> AsyncIterator[WorkflowEnvironment]:
    """The server runs inside the block; behind it no worker is left."""
    server = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(server),
        test_server_startup_timeout=timedelta(seconds=60),
        data_converter=pydantic_data_converter,
    ) as environment:
        yield environment
    await all_let_go()


@asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[None]:
    """The worker polls inside the block.

    The time-skipping server now and then keeps a call of a worker that is being shut down for
    minutes: then the worker is left to it, on a queue that nobody else uses, until that ends.
    """
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        ending = asyncio.create_task(worker.shutdown())
        await asyncio.wait({ending}, timeout=_PATIENCE)
        if ending.done():
            await running
        else:
            _left.update((ending, running))
            for task in (ending, running):
                task.add_done_callback(_left.discard)


async def all_let_go() -> None:
    """Waits for the workers that were left; call it once their server has gone."""
    if _left:
        await asyncio.wait(set(_left), timeout=_PATIENCE)
