"""Temporal or Kafka is away, or both are, and complaints come in all the while."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import psutil

from tests.faults.ground import Ground
from tests.faults.history import History, Told
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
        self.began_at = datetime.now(UTC)
        self._ground = ground
        self._count = count
        self._pause = 1 / per_second
        self._over = asyncio.Event()
        self._away: dict[str, float] = {}
        self._sending: asyncio.Task[None] | None = None

    async def begin(self, without: str = "temporal") -> None:
        """Without this server from now on."""
        await self._hold(without)
        self._sending = asyncio.create_task(self._send())

    async def without_kafka(self) -> None:
        """And without Kafka."""
        await self._hold("kafka")

    async def lasts(self, **seconds: float) -> None:
        """Until each server has been away for so long."""
        ends = [self._away[name] + long for name, long in seconds.items()]
        await asyncio.sleep(max(0.0, max(ends) - time.monotonic()))

    def told_without(self, name: str) -> list[Told]:
        """What was answered to those that were sent since this server is away."""
        went = self._away[name]
        return [one for one in self.history.told if one.began > went]

    async def back(self, name: str) -> None:
        """This server is there again; complaints go on coming in."""
        if name in self._away:
            await asyncio.to_thread(self._ground.stack.release, name)
            del self._away[name]

    async def end(self) -> None:
        """Nobody sends any more, then everybody is back; safe to repeat."""
        self._over.set()
        if self._sending is not None:
            await self._sending
        for name in sorted(self._away):
            await self.back(name)

    async def _hold(self, name: str) -> None:
        if name not in self._away:
            await asyncio.to_thread(self._ground.stack.hold, name)
            self._away[name] = time.monotonic()

    async def _send(self) -> None:
        began = time.monotonic()
        async with Senders(self._ground, self.history) as senders, asyncio.TaskGroup() as group:
            for one in plain(self.prefix, self._count):
                # By the clock: the time that a sender takes is not to slow down the others.
                await asyncio.sleep(began + one.number * self._pause - time.monotonic())
                if self._over.is_set():
                    return
                group.create_task(senders.send(one))


def busy(ground: Ground) -> Callable[[], float]:
    """The share of one processor that the consumer has used since then."""
    process = psutil.Process(ground.stack.pids[CONSUMER])
    before, began = sum(process.cpu_times()[:2]), time.monotonic()
    return lambda: (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - began)


def slowest(told: Sequence[Told], share: float = 0.99) -> float:
    """Seconds within which this share of the answers came."""
    waited = sorted(one.ended - one.began for one in told)
    return waited[int(len(waited) * share)]


def tried_again_after(ground: Ground, since: datetime) -> list[float]:
    """The seconds between the looks that found no Temporal, by the consumer's own log."""
    times = []
    for line in (ground.stack.folder.logs / f"{CONSUMER}.log").read_text("utf-8").splitlines():
        if '"starts_postponed"' in line:
            said_at = datetime.fromisoformat(json.loads(line)["timestamp"])
            times += [said_at] if said_at >= since else []
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
