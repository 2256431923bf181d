"""What Kafka had answered for and then lost comes through without anybody sending it again."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from services.contracts.events import ComplaintEvent, ComplaintReceived
from services.kit import losses, outbox, topics
from services.kit.consuming import Consumer
from services.kit.database import Database
from services.kit.set_aside import SetAside
from tests.kit.on_kafka import Taken, an_event, running, until

pytestmark = pytest.mark.stack


@dataclass
class Line:
    """One topic of its own, its relay, and the two groups that must read it."""

    topic: str
    store: Database
    set_aside: SetAside
    address: str
    admin: AIOKafkaAdminClient

    def relay(self) -> outbox.Relay:
        return outbox.Relay(self.store, "kit_test", self.address)

    def reader(self, number: int, taken: Taken) -> Consumer:
        consumer = Consumer(self.address, topics.READERS[self.topic][number], self.set_aside)
        consumer.subscribe(self.topic, ComplaintEvent, taken.take)
        return consumer

    async def put(self, *events: ComplaintReceived) -> None:
        async with self.store.transaction() as conn:
            for event in events:
                await outbox.append(conn, "kit_test", self.topic, event)

    async def value(self, query: str) -> object:
        async with self.store.connection() as conn:
            return await conn.fetchval(query, self.topic)

    async def all_sent(self) -> bool:
        unsent = "select count(*) from kit_test.outbox where topic = $1 and sent_at is null"
        return await self.value(unsent) == 0

    async def all_passed(self) -> bool:
        """Whether it is remembered that both groups have all that was sent."""
        later = (
            "select taken_until > (select max(sent_at) from kit_test.outbox where topic = $1)"
            " from kit_test.outbox_mark where topic = $1"
        )
        return bool(await self.value(later))

    async def lose(self) -> None:
        """Kafka forgets the topic and all that was in it."""
        await self.admin.delete_topics([self.topic])


@pytest.fixture
async def line(servers, store, set_aside, monkeypatch) -> AsyncIterator[Line]:
    monkeypatch.setattr(losses, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(losses, "ANSWER_MS", 2_000)
    topic = f"test.lost.{uuid.uuid4()}"
    monkeypatch.setitem(topics.TOPICS, topic, 3)
    monkeypatch.setitem(topics.READERS, topic, (f"one-{uuid.uuid4()}", f"two-{uuid.uuid4()}"))
    address = servers.layout.address("kafka")
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    await topics.ensure(address)
    yield Line(topic, store, set_aside, address, admin)
    await admin.delete_topics([topic])
    await admin.close()
    async with store.connection() as conn:
        await conn.execute("delete from kit_test.outbox; delete from kit_test.outbox_mark")


def has(taken: Taken, events: list[ComplaintReceived]):
    async def all_are_there() -> bool:
        return {event.subject for event in events} <= set(taken.subjects)

    return all_are_there


async def test_what_one_reader_never_had_is_sent_again_by_itself(line: Line):
    events = [an_event() for _ in range(12)]
    first, second = Taken(), Taken()
    async with running(line.relay().run(), line.reader(0, first).run()):
        await line.put(*events)
        await until(has(first, events))
        await until(line.all_sent)
        await line.lose()
        async with running(line.reader(1, second).run()):
            await until(has(second, events))


async def test_a_loss_while_the_relay_was_down_is_noticed_when_it_starts(line: Line):
    events = [an_event() for _ in range(12)]
    taken = Taken()
    async with running(line.relay().run()):
        await line.put(*events)
        await until(line.all_sent)
    await line.lose()
    await topics.ensure(line.address)
    async with running(line.relay().run(), line.reader(0, taken).run()):
        await until(has(taken, events))


async def test_what_was_lost_goes_before_what_is_new(line: Line):
    subject = uuid.uuid4()
    events = [an_event(sequence, subject) for sequence in range(1, 21)]
    taken = Taken()
    async with running(line.relay().run()):
        await line.put(*events[:10])
        await until(line.all_sent)
    await line.lose()
    await topics.ensure(line.address)
    await line.put(*events[10:])
    async with running(line.relay().run(), line.reader(0, taken).run()):

        async def last_is_there() -> bool:
            return 20 in taken.sequences

        await until(last_is_there)

    assert taken.sequences == list(range(1, 21))


async def test_what_every_reader_had_passed_is_not_sent_again(line: Line):
    old, new = [an_event() for _ in range(6)], [an_event() for _ in range(6)]
    first, second, late = Taken(), Taken(), Taken()
    async with running(line.relay().run(), line.reader(0, first).run()):
        async with running(line.reader(1, second).run()):
            await line.put(*old)
            await until(has(first, old))
            await until(has(second, old))
            await until(line.all_passed)
        await line.put(*new)
        await until(has(first, new))
        await line.lose()
        async with running(line.reader(1, late).run()):
            await until(has(late, new))
            await until(line.all_passed)

    assert not set(late.subjects) & {event.subject for event in old}


async def test_what_retention_removed_unread_is_sent_again_once(line: Line):
    before, events = [an_event() for _ in range(12)], [an_event() for _ in range(12)]
    first, second = Taken(), Taken()

    async def sent_twice() -> bool:
        return all(first.subjects.count(event.subject) == 2 for event in events)

    async with running(line.relay().run(), line.reader(0, first).run()):
        async with running(line.reader(1, second).run()):
            await line.put(*before)
            await until(has(second, before))
            await until(line.all_passed)
        await line.put(*events)
        await until(has(first, events))
        await until(line.all_sent)
        everything = RecordsToDelete(before_offset=-1)
        await line.admin.delete_records(
            {TopicPartition(line.topic, number): everything for number in range(3)}
        )
        await until(sent_twice)
        async with running(line.reader(1, second).run()):
            await until(has(second, events))
            await until(line.all_passed)

    assert await sent_twice()


async def test_a_relay_that_never_sent_anything_needs_no_kafka(store: Database):
    """Otherwise a service without events would complain for ever of a Kafka it does not need."""
    relay = outbox.Relay(store, "kit_test", "127.0.0.1:9")
    async with store.connection() as conn:
        await conn.execute("delete from kit_test.outbox; delete from kit_test.outbox_mark")
        async with asyncio.timeout(2):
            assert await relay._send_a_batch(conn) == 0
