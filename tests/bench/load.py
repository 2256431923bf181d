"""A closed load of keep-alive connections over loopback, bounded in time; counts and latencies.

Written on the protocol, with prepared bytes: what the load costs is not what is measured.
"""

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from uvicorn.loops.auto import auto_loop_factory

from services.intake.example import COMPLAINT
from tests.bench.figures import percentile

CONNECTIONS = 64
PATIENCE = 30.0
"""Seconds after the end of the load in which the last answers must come."""
_HOLE = "#" * 32
_BEFORE, _AFTER = (
    part.encode() for part in json.dumps(COMPLAINT | {"case_number": _HOLE}).split(_HOLE)
)
BODY_LENGTH = len(_BEFORE) + len(_HOLE) + len(_AFTER)


@dataclass(frozen=True)
class Load:
    """What one run saw: answers a second and latencies in milliseconds."""

    answers: int
    per_second: float
    p50: float
    p99: float


@dataclass
class _Tally:
    until: float
    latencies: list[float] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    last: float = 0.0


class Refused(Exception):
    """Something else than 202 came back: then there is nothing to measure."""


def run(ports: Sequence[int], token: str, seconds: float) -> Load:
    """Post complaints, each under a key and a case number of its own, for so many seconds."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        return runner.run(_run(ports, token, seconds))


def body(key: str) -> bytes:
    """A whole complaint with a case number of its own, 32 characters long."""
    return _BEFORE + key.encode() + _AFTER


async def _run(ports: Sequence[int], token: str, seconds: float) -> Load:
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    tally = _Tally(until=begun + seconds)
    head = (
        f"POST /v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {BODY_LENGTH}\r\nIdempotency-Key: "
    ).encode()
    callers = []
    for at in range(CONNECTIONS):
        caller = _Caller(head, tally, loop.create_future())
        callers.append(caller)
        await loop.create_connection(partial(_itself, caller), "127.0.0.1", ports[at % len(ports)])
    async with asyncio.timeout(seconds + PATIENCE):
        await asyncio.gather(*(caller.done for caller in callers))
    if tally.others:
        raise Refused(f"{len(tally.others)} times, first {tally.others[0]!r}")
    return Load(
        answers=len(tally.latencies),
        per_second=len(tally.latencies) / (tally.last - begun),
        p50=1000 * percentile(tally.latencies, 0.5),
        p99=1000 * percentile(tally.latencies, 0.99),
    )


class _Caller(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends again."""

    def __init__(self, head: bytes, tally: _Tally, done: "asyncio.Future[None]") -> None:
        self.done = done
        self._head = head
        self._tally = tally
        self._buffer = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("closed by the server"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found or len(rest) < _length(head):
            return
        self._buffer = b""
        now = self._tally.last = time.perf_counter()
        if head.startswith(b"HTTP/1.1 202"):
            self._tally.latencies.append(now - self._sent_at)
        else:
            self._tally.others.append(head.partition(b"\r\n")[0])
        if now < self._tally.until:
            self._send()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _send(self) -> None:
        key = uuid.uuid4().hex
        self._sent_at = time.perf_counter()
        self._transport.write(b"%b%b\r\n\r\n%b" % (self._head, key.encode(), body(key)))


def _itself(caller: _Caller) -> _Caller:
    return caller


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.partition(b"\r\n")[0])
