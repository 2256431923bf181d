"""What the tests on a real Kafka share: events, a handler that remembers, loops beside a test."""

import asyncio
import contextlib
import uuid
from datetime import UTC, datetime

from services.contracts.events import ComplaintData, ComplaintEvent, ComplaintReceived
from services.kit import outbox, topics
from services.kit.consuming import Consumer
from services.kit.errors import Refused

PATIENCE = 30


def an_event(sequence: int = 1, subject: uuid.UUID | None = None) -> ComplaintReceived:
    subject = subject or uuid.uuid4()
    return ComplaintReceived(
        id=uuid.uuid4(),
        source="/netral/intake",
        subject=subject,
        time=datetime.now(UTC),
        sequence=sequence,
        jurisdiction="35.08",
        data=ComplaintData(
            complaint_id=subject,
            agency_id="bawaslu-3508",
            agency_kind="bawaslu",
            kind="report",
            body_sha256="0" * 64,
        ),
    )


async def until(condition, patience: float = PATIENCE) -> None:
    async with asyncio.timeout(patience):
        while not await condition():  # noqa: ASYNC110 -- it is read from Postgres
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def running(*loops):
    tasks = [asyncio.ensure_future(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Taken:
    """A handler that remembers, and can be told to fail first."""

    def __init__(self, *failures: Exception) -> None:
        self.subjects: list[uuid.UUID] = []
        self.sequences: list[int] = []
        self.failures = list(failures)
        self.poisoned: set[uuid.UUID] = set()

    async def take(self, event) -> None:
        if self.failures:
            raise self.failures.pop(0)
        if event.subject in self.poisoned:
            raise Refused("not-allowed")
        self.subjects.append(event.subject)
        self.sequences.append(event.sequence)


def a_consumer(servers, set_aside, taken: Taken) -> Consumer:
    consumer = Consumer(servers.layout.address("kafka"), f"test-{uuid.uuid4()}", set_aside)
    consumer.subscribe(topics.COMPLAINT, ComplaintEvent, taken.take)
    return consumer


async def put(store, *events) -> None:
    async with store.transaction() as conn:
        for event in events:
            await outbox.append(conn, "kit_test", topics.COMPLAINT, event)
