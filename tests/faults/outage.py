"""Temporal is away, later Kafka too, and complaints come in all the while."""

import asyncio
import time
from collections.abc import Callable

import psutil

from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.plan import plain
from tests.faults.senders import Senders

CONSUMER = "workflow-background"


class Outage:
    """Begins when it is made to, and lasts until `end`; several tests may look at one."""

    def __init__(
        self, ground: Ground, history: History, prefix: str, *, count: int, per_second: float
    ) -> None:
        self.history = history
        self.prefix = prefix
        self._ground = ground
        self._count = count
        self._pause = 1 / per_second
        self._over = asyncio.Event()
        self._away: dict[str, float] = {}
        self._sending: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Without Temporal from now on."""
        await self._hold("temporal")
        self._sending = asyncio.create_task(self._send())

    async def without_kafka(self) -> None:
        """And without Kafka."""
        await self._hold("kafka")

    async def lasts(self, **seconds: float) -> None:
        """Until each server has been away for so long."""
        ends = [self._away[name] + long for name, long in seconds.items()]
        await asyncio.sleep(max(0.0, max(ends) - time.monotonic()))

    async def end(self) -> None:
        """Everybody is back; safe to repeat."""
        self._over.set()
        if self._sending is not None:
            await self._sending
        for name in sorted(self._away):
            await asyncio.to_thread(self._ground.stack.release, name)
        self._away.clear()

    async def _hold(self, name: str) -> None:
        if name not in self._away:
            await asyncio.to_thread(self._ground.stack.hold, name)
            self._away[name] = time.monotonic()

    async def _send(self) -> None:
        async with Senders(self._ground, self.history) as senders, asyncio.TaskGroup() as group:
            for one in plain(self.prefix, self._count):
                if self._over.is_set():
                    return
                group.create_task(senders.send(one))
                await asyncio.sleep(self._pause)


def busy(ground: Ground) -> Callable[[], float]:
    """The share of one processor that the consumer has used since then."""
    process = psutil.Process(ground.stack.pids[CONSUMER])
    before, began = sum(process.cpu_times()[:2]), time.monotonic()
    return lambda: (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - began)


def slowest(history: History, share: float = 0.99) -> float:
    """Seconds within which this share of the answers came."""
    waited = sorted(one.ended - one.began for one in history.told)
    return waited[int(len(waited) * share)]
