"""Outbox, relay and subscribers on a real Kafka and a real Postgres."""

import uuid
import zlib
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from services.contracts.events import ComplaintEvent
from services.kit import outbox
from services.kit.consuming import Consumer
from services.kit.errors import Unavailable
from tests.kit.on_kafka import Taken, a_consumer, an_event, put, running, until

pytestmark = pytest.mark.stack


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


class Unheard:
    """Postgres grants the lock, and the relay has given up asking."""

    def __init__(self, store) -> None:
        self._store = store

    @asynccontextmanager
    async def connection(self):
        async with self._store.connection() as conn:
            lent = conn

            class Late:
                async def fetchval(self, *question) -> None:
                    assert await lent.fetchval(*question) is True
                    raise TimeoutError

                def terminate(self) -> None:
                    lent.terminate()

            yield Late()


async def test_a_lock_that_was_granted_unheard_keeps_no_relay_out(servers, store):
    relay = outbox.Relay(cast("Any", Unheard(store)), "unheard", servers.layout.address("kafka"))
    with pytest.raises(Unavailable):
        await relay._as_the_only_one()

    async def nobody_holds_it() -> bool:
        async with store.connection() as conn:
            return not await conn.fetchval(
                "select count(*) from pg_locks where locktype = 'advisory' and objid = $1",
                zlib.crc32(b"netral-relay-unheard"),
            )

    await until(nobody_holds_it)


def test_every_subscriber_is_at_least_once(servers, store, set_aside):
    consumer = a_consumer(servers, set_aside, Taken())

    made: list[Any] = list(consumer.broker.subscribers)
    assert made
    for subscriber in made:
        assert subscriber.group_id == consumer.group
        assert subscriber._connection_args["enable_auto_commit"] is False
        assert subscriber._connection_args["auto_offset_reset"] == "earliest"


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
