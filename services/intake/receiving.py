"""Group commit: requests that wait at the same time share one commit.

While one batch is being committed the next one gathers; nobody waits for a batch to fill.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog

from services.intake.bounded import ANSWER_WITHIN, RETRY
from services.intake.receipts import Reception
from services.intake.repetition import Outcome, same_bytes
from services.kit.errors import Failure, Refused, Unavailable

log = structlog.get_logger(__name__)

LARGEST_BATCH: Final = 128
MOST_WAITING: Final = 1024
MOST_WAITING_BYTES: Final = 64 * 1024 * 1024

Commit = Callable[[Sequence[Reception]], Awaitable[list[Outcome | Failure]]]
_Key = tuple[str, str]


class Receiving:
    """Takes receptions one by one and commits them together."""

    def __init__(self, commit: Commit, *, patience: timedelta = ANSWER_WITHIN) -> None:
        self._commit = commit
        self._patience = patience.total_seconds()
        self._waiting: dict[_Key, Reception] = {}
        self._answers: dict[_Key, asyncio.Future[Outcome | Failure]] = {}
        self._digests: dict[_Key, bytes] = {}
        self._bytes = 0
        self._worker: asyncio.Task[None] | None = None

    async def receive(self, reception: Reception) -> bytes:
        """The answer, after the commit; or why there is none. Waits two seconds at most."""
        key = (reception.sender.agency_id, reception.idempotency_key)
        if key in self._answers:
            return await self._as_a_twin(key, reception)
        if len(self._waiting) >= MOST_WAITING or self._bytes >= MOST_WAITING_BYTES:
            raise Unavailable("overloaded", retry_after=RETRY)
        self._waiting[key] = reception
        self._bytes += len(reception.raw_sealed)
        self._digests[key] = reception.body_sha256
        answer = self._answers[key] = asyncio.get_running_loop().create_future()
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        outcome = await self._in_time(answer)
        if outcome is None:
            raise Unavailable("database-unavailable", retry_after=RETRY)
        return _answer_of(outcome)

    async def _as_a_twin(self, key: _Key, reception: Reception) -> bytes:
        """The same key is being committed: its answer is ours, if the bytes are the same."""
        first_digest = self._digests[key]
        outcome = await self._in_time(self._answers[key])
        if outcome is None:
            raise Refused("in-flight", retry_after=RETRY)
        if isinstance(outcome, Outcome):
            outcome = same_bytes(reception.body_sha256, first_digest, outcome.answer)
        return _answer_of(outcome)

    async def _in_time(self, answer: asyncio.Future[Outcome | Failure]) -> Outcome | Failure | None:
        done, _ = await asyncio.wait({answer}, timeout=self._patience)
        return answer.result() if done else None

    async def _work(self) -> None:
        while self._waiting:
            # In key order: two processes that share a key wait for each other, never crosswise.
            keys = sorted(list(self._waiting)[:LARGEST_BATCH])
            batch = [self._waiting.pop(key) for key in keys]
            self._bytes -= sum(len(one.raw_sealed) for one in batch)
            outcomes = await self._committed(batch)
            for key, outcome in zip(keys, outcomes, strict=True):
                del self._digests[key]
                self._answers.pop(key).set_result(outcome)

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
