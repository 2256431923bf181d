"""What can never be worked is kept for a person, on a real Kafka and a real Postgres."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY

from services.kit import consuming, outbox, topics
from services.kit.errors import Unavailable
from services.kit.set_aside import SetAside
from tests.kit.on_kafka import Taken, a_consumer, an_event, put, running, until

pytestmark = pytest.mark.stack


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
