"""Group commit: requests that wait at the same time share one commit.

While one batch is being committed the next one gathers; nobody waits for a batch to fill.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog

from services.intake.receipts import Reception
from services.intake.repetition import Outcome, key_reused
from services.kit.bounded import ANSWER_WITHIN, RETRY
from services.kit.errors import Failure, Refused, Unavailable

log = structlog.get_logger(__name__)

LARGEST_BATCH: Final = 128
MOST_WAITING: Final = 1024
MOST_WAITING_BYTES: Final = 64 * 1024 * 1024

Commit = Callable[[Sequence[Reception]], Awaitable[list[Outcome | Failure]]]
_Key = tuple[str, str]


class _UnderWay:
    """One key that is being committed, and those who wait for what becomes of it."""

    __slots__ = ("_waiters", "body_sha256")

    def __init__(self, body_sha256: bytes) -> None:
        self.body_sha256 = body_sha256
        self._waiters: list[asyncio.Future[Outcome | Failure | None]] = []

    async def outcome(self, patience: float) -> Outcome | Failure | None:
        """What became of it, or None after so many seconds."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Outcome | Failure | None] = loop.create_future()
        self._waiters.append(waiter)
        giving_up = loop.call_later(patience, _settle, waiter, None)
        try:
            return await waiter
        finally:
            giving_up.cancel()

    def settle(self, outcome: Outcome | Failure) -> None:
        """Tell all who still wait."""
        for waiter in self._waiters:
            _settle(waiter, outcome)


def _settle(
    waiter: "asyncio.Future[Outcome | Failure | None]", outcome: Outcome | Failure | None
) -> None:
    if not waiter.done():
        waiter.set_result(outcome)


class Receiving:
    """Takes receptions one by one and commits them together."""

    def __init__(self, commit: Commit, *, patience: timedelta = ANSWER_WITHIN) -> None:
        self._commit = commit
        self._patience = patience.total_seconds()
        self._waiting: dict[_Key, Reception] = {}
        self._under_way: dict[_Key, _UnderWay] = {}
        self._bytes = 0
        self._worker: asyncio.Task[None] | None = None

    async def receive(self, reception: Reception) -> bytes:
        """The answer, after the commit; or why there is none. Waits two seconds at most."""
        key = (reception.sender.agency_id, reception.idempotency_key)
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while (first := self._under_way.get(key)) is not None:
            answer = await self._as_a_twin(first, reception, until - loop.time())
            if answer is not None:
                return answer
        if len(self._waiting) >= MOST_WAITING or self._bytes >= MOST_WAITING_BYTES:
            raise Unavailable("overloaded", retry_after=RETRY)
        self._waiting[key] = reception
        self._bytes += len(reception.raw_sealed)
        under_way = self._under_way[key] = _UnderWay(reception.body_sha256)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        outcome = await under_way.outcome(until - loop.time())
        if outcome is None:
            raise Unavailable("database-unavailable", retry_after=RETRY)
        return _answer_of(outcome)

    @staticmethod
    async def _as_a_twin(first: "_UnderWay", reception: Reception, patience: float) -> bytes | None:
        """The same key is being committed: its answer is ours, if the bytes are the same.

        None if other bytes were refused: they took no key, and what we bring is judged by itself.
        """
        outcome = await first.outcome(patience)
        if outcome is None:
            raise Refused("in-flight", retry_after=RETRY)
        if reception.body_sha256 == first.body_sha256:
            return _answer_of(outcome)
        if isinstance(outcome, Failure):
            return None
        raise key_reused()

    async def _work(self) -> None:
        while self._waiting:
            # In key order: two processes that share a key wait for each other, never crosswise.
            keys = sorted(list(self._waiting)[:LARGEST_BATCH])
            batch = [self._waiting.pop(key) for key in keys]
            self._bytes -= sum(len(one.raw_sealed) for one in batch)
            outcomes = await self._committed(batch)
            for key, outcome in zip(keys, outcomes, strict=True):
                self._under_way.pop(key).settle(outcome)

    async def _committed(self, batch: Sequence[Reception]) -> list[Outcome | Failure]:
        try:
            return await self._commit(batch)
        except Failure as failure:
            return [failure] * len(batch)
        except Exception as error:  # noqa: BLE001 -- whatever row it was, the others must not suffer
            log.warning("batch_retried_by_row", rows=len(batch), kind=type(error).__name__)
        return [await self._alone(reception) for reception in batch]

    async def _alone(self, reception: Reception) -> Outcome | Failure:
        try:
            return (await self._commit([reception]))[0]
        except Failure as failure:
            return failure
        except Exception as error:
            log.exception("reception_failed", kind=type(error).__name__)
            return Failure("internal")


def _answer_of(outcome: Outcome | Failure) -> bytes:
    if isinstance(outcome, Failure):
        raise outcome
    return outcome.answer
