"""A worker for the length of a test, on the time-skipping server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio.worker import Worker

_PATIENCE = 20.0
_left: set[asyncio.Task[None]] = set()


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
