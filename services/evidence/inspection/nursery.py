"""Keeps the one process that forks a child for each file, and starts it anew when it ended."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from services.evidence.inspection.protocol import BORN, ORDER

log = structlog.get_logger(__name__)

BIRTH: Final = timedelta(seconds=60)
"""For a child to be there, the start of the nursery included, on however busy a machine."""
TRIES: Final = 3
"""A nursery may end, over another's child, just when it was given an order."""
LEAVE: Final = timedelta(seconds=30)
"""For a nursery to end after its last order: longer than any child is borne with."""
_NEEDED: Final = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")


class NoChild(Exception):
    """No child could be had, not even of fresh nurseries; no byte of the file was told."""


@dataclass(frozen=True, slots=True)
class _Started:
    """A nursery that takes orders."""

    process: Process
    orders: socket.socket


@dataclass(frozen=True, slots=True)
class _Child:
    """A child: its line, and the leash that kills it when it is let go."""

    line: socket.socket
    leash: socket.socket

    def end(self) -> None:
        self.line.close()
        self.leash.close()


class Nursery:
    """Costs nothing until it is first needed; belongs to one event loop."""

    def __init__(self) -> None:
        self._started: _Started | None = None
        self._starting = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The process that takes orders now, if any."""
        return self._started.process.pid if self._started else None

    async def start(self) -> None:
        """Start it now, so that the first file need not wait for it."""
        await self._running()

    @asynccontextmanager
    async def child(self) -> AsyncIterator[socket.socket]:
        """The line to a fresh child, which is killed at the end of the block; or `NoChild`."""
        for _ in range(TRIES):
            if (child := await self._bear()) is not None:
                break
        else:
            raise NoChild
        try:
            yield child.line
        finally:
            child.end()

    async def close(self) -> None:
        """End it; returns when no process of it is left."""
        if self._started is not None:
            self._leave(self._started)
        if self._leaving:
            await asyncio.wait(self._leaving)

    async def _bear(self) -> _Child | None:
        """A child, or None if the nursery turned out to be at its end."""
        started = await self._running()
        child, theirs = _paired()
        try:
            try:
                given = [theirs.line.fileno(), theirs.leash.fileno()]
                socket.send_fds(started.orders, [ORDER], given)
            finally:
                theirs.end()
            async with asyncio.timeout(BIRTH.total_seconds()):
                if await asyncio.get_running_loop().sock_recv(child.line, len(BORN)):
                    return child
        except OSError:
            pass
        except BaseException:
            child.end()
            raise
        child.end()
        self._leave(started)
        return None

    async def _running(self) -> _Started:
        async with self._starting:
            if self._started is None:
                self._started = await _start()
            return self._started

    def _leave(self, started: _Started) -> None:
        """No further order: it ends when its last child has."""
        if self._started is started:
            self._started = None
            started.orders.close()
            leaving = asyncio.create_task(_ended(started.process))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)


async def _start() -> _Started:
    orders, theirs = socket.socketpair()
    orders.setblocking(False)
    try:
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.evidence.inspection.forking",
                str(theirs.fileno()),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=environment(os.environ),
            )
    except BaseException:
        orders.close()
        raise
    log.info("nursery_started", nursery=process.pid)
    return _Started(process, orders)


async def _ended(process: Process) -> None:
    try:
        async with asyncio.timeout(LEAVE.total_seconds()):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    log.info("nursery_ended", nursery=process.pid, code=process.returncode)


def environment(ours: Mapping[str, str]) -> dict[str, str]:
    """What Python needs to start, and none of our settings: keys and passwords are among them."""
    return {name: ours[name] for name in _NEEDED if name in ours}


def _paired() -> tuple[_Child, _Child]:
    line, its_line = socket.socketpair()
    leash, its_leash = socket.socketpair()
    line.setblocking(False)
    return _Child(line, leash), _Child(its_line, its_leash)
