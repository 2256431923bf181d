"""Outbox, relay, subscribers and set-aside on a real Kafka and a real Postgres."""

import asyncio
import contextlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from prometheus_client import REGISTRY

from services.contracts.events import ComplaintData, ComplaintEvent, ComplaintReceived
from services.kit import consuming, outbox, topics
from services.kit.consuming import Consumer
from services.kit.database import Database
from services.kit.errors import Refused, Unavailable
from services.kit.sealing import Sealer
from services.kit.set_aside import SetAside
from services.kit.tables import plumbing

pytestmark = pytest.mark.stack
PATIENCE = 30


@pytest.fixture(scope="module")
async def store(servers):
    database = Database(servers.layout.dsn(), size=6)
    async with database.connection() as conn:
        await conn.execute("drop schema if exists kit_test cascade; create schema kit_test;")
        await conn.execute(plumbing("kit_test"))
    yield database
    await database.close()


@pytest.fixture
def set_aside(store):
    return SetAside(store, "kit_test", Sealer({"k": bytes(32)}))


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


async def test_what_is_committed_is_sent_in_order_and_taken(servers, store, set_aside):
    taken, subject = Taken(), uuid.uuid4()
    await put(store, *(an_event(sequence, subject) for sequence in range(1, 21)))
    relay = outbox.Relay(store, "kit_test", servers.layout.address("kafka"))

    async def all_taken() -> bool:
        return taken.subjects.count(subject) >= 20

    async with running(relay.run(), a_consumer(servers, set_aside, taken).run()):
        await until(all_taken)

    pairs = zip(taken.subjects, taken.sequences, strict=True)
    assert [at for whose, at in pairs if whose == subject] == list(range(1, 21))
    async with store.connection() as conn:
        assert (
            await conn.fetchval("select count(*) from kit_test.outbox where sent_at is null") == 0
        )


async def test_an_outage_sets_nothing_aside_and_the_message_is_taken_after_it(
    servers, store, set_aside
):
    away = [Unavailable(retry_after=timedelta(seconds=1)) for _ in range(3)]
    taken, event = Taken(*away), an_event()
    await put(store, event)
    relay = outbox.Relay(store, "kit_test", servers.layout.address("kafka"))

    async def it_is_taken() -> bool:
        return event.subject in taken.subjects

    consumer = a_consumer(servers, set_aside, taken)
    async with running(relay.run(), consumer.run()):
        await until(it_is_taken)

    kept = [entry for entry in await set_aside.listing() if entry.consumer == consumer.group]
    assert "unavailable" not in {entry.reason for entry in kept}
    assert taken.failures == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b'{"type": "netral.complaint.unheard_of"}',
        b'{"specversion": "1.0"}',
        b"[" * 5000,
        b'{"a": NaN}',
        b'"\\ud800"',
    ],
)
async def test_what_can_never_be_read_is_set_aside_once_and_blocks_nothing(
    servers, store, set_aside, body
):
    taken, good = Taken(), an_event()
    producer = AIOKafkaProducer(bootstrap_servers=servers.layout.address("kafka"))
    await producer.start()
    marker = uuid.uuid4().bytes
    at = await producer.send_and_wait(
        topics.COMPLAINT, body, key=marker, partition=0, headers=[("odd", b"\xff\xfe")]
    )
    await producer.send_and_wait(
        topics.COMPLAINT, good.model_dump_json().encode(), key=b"good", partition=0
    )
    await producer.stop()

    async def good_is_taken() -> bool:
        return good.subject in taken.subjects

    consumer = a_consumer(servers, set_aside, taken)
    async with running(consumer.run()):
        await until(good_is_taken)

    kept = [
        entry
        for entry in await set_aside.listing()
        if entry.consumer == consumer.group and (entry.partition, entry.offset) == (0, at.offset)
    ]
    assert len(kept) == 1
    assert await set_aside.bytes_of(kept[0].id) == body


class Away(SetAside):
    """Postgres is away when something is to be set aside, until it is back."""

    def __init__(self, set_aside: SetAside) -> None:
        self._there = set_aside
        self.away = True

    async def keep(self, *what: Any) -> None:
        if self.away:
            raise Unavailable("database-unavailable", retry_after=timedelta(seconds=1))
        await self._there.keep(*what)

    async def measure(self, group: str) -> None:
        await self._there.measure(group)


async def test_what_can_never_be_worked_waits_for_postgres_and_is_neither_lost_nor_passed(
    servers, store, set_aside, monkeypatch
):
    monkeypatch.setattr(consuming, "LAG_EVERY", 0.2)
    taken, subject = Taken(), uuid.uuid4()
    taken.poisoned.add(subject)
    events = [an_event(sequence, subject) for sequence in (1, 2, 3)]
    await put(store, *events)
    relay = outbox.Relay(store, "kit_test", servers.layout.address("kafka"))
    away = Away(set_aside)
    consumer = a_consumer(servers, away, taken)
    sent = [event.model_dump_json().encode() for event in events]

    async def ours() -> list[tuple[bytes, int]]:
        """What was set aside of these three; other tests leave their nonsense in the topic."""
        mine = [one for one in await set_aside.listing() if one.consumer == consumer.group]
        bodies = [(await set_aside.bytes_of(one.id), one.tries) for one in mine]
        return [one for one in bodies if one[0] in sent]

    async def it_waits() -> bool:
        return figure("netral_consumer_lag", group=consumer.group, topic=topics.COMPLAINT) >= 3

    async def all_are_kept() -> bool:
        return len(await ours()) >= 3

    async def it_is_counted() -> bool:
        return figure("netral_set_aside_waiting", group=consumer.group) >= 3

    async with running(relay.run(), consumer.run()):
        await until(it_waits)
        assert await ours() == []
        away.away = False
        await until(all_are_kept)
        await until(it_is_counted)

    assert await ours() == [(body, 1) for body in sent]


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_replay_is_done_once(servers, store, set_aside):
    taken, event = Taken(), an_event()
    taken.poisoned.add(event.subject)
    await put(store, event)
    relay = outbox.Relay(store, "kit_test", servers.layout.address("kafka"))
    consumer = a_consumer(servers, set_aside, taken)

    def mine(entry) -> bool:
        return (entry.consumer, entry.reason) == (consumer.group, "not-allowed")

    async def it_is_kept() -> bool:
        return any(mine(entry) for entry in await set_aside.listing())

    async def it_is_taken() -> bool:
        return event.subject in taken.subjects

    producer = AIOKafkaProducer(bootstrap_servers=servers.layout.address("kafka"))
    await producer.start()
    try:
        async with running(relay.run(), consumer.run()):
            await until(it_is_kept)
            (kept,) = [e for e in await set_aside.listing() if mine(e)]
            taken.poisoned.clear()
            assert await set_aside.replay(kept.id, producer, "operator") is True
            assert await set_aside.replay(kept.id, producer, "operator") is False
            await until(it_is_taken)
    finally:
        await producer.stop()

    assert taken.subjects.count(event.subject) == 1


async def test_a_topic_that_was_lost_and_made_again_is_read_soon(servers, set_aside):
    address, topic = servers.layout.address("kafka"), f"test.lost.{uuid.uuid4()}"
    taken, first, second = Taken(), an_event(), an_event()
    consumer = Consumer(address, f"test-{uuid.uuid4()}", set_aside)
    consumer.subscribe(topic, ComplaintEvent, taken.take)
    made = [NewTopic(topic, num_partitions=3, replication_factor=1)]

    async def first_is_taken() -> bool:
        return first.subject in taken.subjects

    async def nothing_is_assigned() -> bool:
        readers: list[Any] = [getattr(one, "consumer", None) for one in consumer.broker.subscribers]
        return not any(reader.assignment() for reader in readers)

    async def second_is_taken() -> bool:
        return second.subject in taken.subjects

    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    producer = AIOKafkaProducer(bootstrap_servers=address)
    await admin.start()
    await producer.start()
    try:
        await admin.create_topics(made)
        async with running(consumer.run()):
            await producer.send_and_wait(topic, first.model_dump_json().encode())
            await until(first_is_taken)
            await admin.delete_topics([topic])
            await until(nothing_is_assigned)
            await admin.create_topics(made)
            await producer.send_and_wait(topic, second.model_dump_json().encode())
            await until(second_is_taken)
    finally:
        await producer.stop()
        await admin.close()

    assert taken.subjects == [first.subject, second.subject]


async def test_a_second_relay_waits_for_the_first(servers, store):
    first, second = (
        outbox.Relay(store, "kit_test", servers.layout.address("kafka")) for _ in range(2)
    )
    events = [an_event() for _ in range(50)]

    async def all_sent() -> bool:
        async with store.connection() as conn:
            return not await conn.fetchval(
                "select count(*) from kit_test.outbox where sent_at is null"
            )

    async with running(first.run(), second.run()):
        await put(store, *events)
        await until(all_sent)


def test_every_subscriber_is_at_least_once(servers, store, set_aside):
    consumer = a_consumer(servers, set_aside, Taken())

    made: list[Any] = list(consumer.broker.subscribers)
    assert made
    for subscriber in made:
        assert subscriber.group_id == consumer.group
        assert subscriber._connection_args["enable_auto_commit"] is False
        assert subscriber._connection_args["auto_offset_reset"] == "earliest"
