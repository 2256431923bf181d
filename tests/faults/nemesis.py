"""Who kills and freezes processes, by a schedule out of a seed and by the stack's own pids."""

import asyncio
import random
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, get_args

import psutil

from deploy.embedded import Stack, StackFailure

VICTIMS = (
    "intake",
    "intake-background",
    "evidence",
    "evidence-background",
    "workflow-background",
    "workflow-worker",
    "kafka",
    "temporal",
    "seaweedfs",
    "postgres",
)
How = Literal["kill", "freeze"]
EACH_ONCE: Sequence[tuple[str, How]] = [(name, how) for name in VICTIMS for how in get_args(How)]
WAITS_FOR_VICTIM = 20.0


@dataclass(frozen=True)
class Blow:
    """What happens to whom, how long after the blow before, and for how long."""

    after: float
    victim: str
    how: How
    seconds: float = 0.0


def schedule(seed: int, blows: int, apart: tuple[float, float], longest: float) -> Sequence[Blow]:
    """Everybody is killed once and frozen once, in any order; then whoever, one in four frozen."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    whom = list(EACH_ONCE)
    chance.shuffle(whom)
    while len(whom) < blows:
        freezes = chance.random() < 0.25
        whom.append((chance.choice(VICTIMS), "freeze" if freezes else "kill"))
    return [
        Blow(
            after=chance.uniform(*apart),
            victim=victim,
            how=how,
            seconds=chance.uniform(1, longest) if how == "freeze" else 0.0,
        )
        for victim, how in whom
    ]


class Nemesis:
    """Carries out a schedule; what landed is written down."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.landed: list[Blow] = []
        self.missed: list[Blow] = []

    async def strike(self, planned: Sequence[Blow]) -> None:
        """Until the schedule is over; nobody stays frozen."""
        for blow in planned:
            await asyncio.sleep(blow.after)
            end = time.monotonic() + WAITS_FOR_VICTIM
            while not await self._landed(blow):
                if time.monotonic() > end:
                    self.missed.append(blow)
                    break
                await asyncio.sleep(0.2)

    async def _landed(self, blow: Blow) -> bool:
        """False while the victim is still down from a blow before."""
        try:
            if blow.how == "kill":
                await asyncio.to_thread(kill, self._stack, blow.victim)
            else:
                await self._freeze(blow)
        except StackFailure:
            return False
        self.landed.append(blow)
        return True

    async def _freeze(self, blow: Blow) -> None:
        frozen = await asyncio.to_thread(freeze, self._stack, blow.victim)
        try:
            await asyncio.sleep(blow.seconds)
        finally:
            thaw(frozen)


def kill(stack: Stack, name: str) -> None:
    """`kill -9` of the process, which its supervisor starts again."""
    stack.kill(name, signal.SIGKILL)


def freeze(stack: Stack, name: str) -> list[psutil.Process]:
    """Stops the process and whatever it started: a postmaster's sessions answer without it."""
    pid = stack.pids.get(name)
    if pid is None:
        raise StackFailure(f"{name} does not run")
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess as error:
        raise StackFailure(f"{name} does not run") from error
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.suspend()
    return family


def thaw(family: Sequence[psutil.Process]) -> None:
    """Lets them go on."""
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.resume()
