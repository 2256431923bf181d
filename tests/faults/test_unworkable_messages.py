"""Messages that nobody can work hold nobody up, and none of them is forgotten."""

import asyncio
import hashlib
import random
import time
from collections import Counter

import pytest
from aiokafka import AIOKafkaProducer

from services.contracts.events import ComplaintSupplemented
from services.kit.database import Database
from services.kit.set_aside import SetAside
from services.kit.topics import COMPLAINT
from tests.faults.ground import Ground, until
from tests.faults.seeds import seed
from tests.faults.unworkable import KINDS, Message, good

pytestmark = [pytest.mark.stack, pytest.mark.timeout(360)]
GOOD, BAD = 2_000, 200
LATEST = 30.0
GROUP = "netral-workflow"


async def test_two_hundred_among_two_thousand_are_set_aside_once_and_delay_nobody(ground: Ground):
    makers = list(KINDS.values())
    bads = [makers[n % len(makers)]() for n in range(BAD)]
    before = await ground.value("select coalesce(max(id), 0) from workflow.set_aside")

    alone, _ = await taken_within(ground, [good(n) for n in range(GOOD)], [])
    among, places = await taken_within(ground, [good(n) for n in range(GOOD)], bads)
    originals = {places[id(one)]: one.body or b"" for one in bads}

    async def all_kept() -> bool:
        kept = "select count(*) from workflow.set_aside where id > $1"
        return bool(await ground.value(kept, before) >= BAD)

    await until(all_kept, LATEST, "all bad ones set aside")
    rows = await ground.rows(
        'select id, partition, "offset", reason, body_sha256 from workflow.set_aside'
        " where id > $1 and topic = $2 and consumer = $3",
        before,
        COMPLAINT,
        GROUP,
    )
    kept = await bytes_of(ground, [row["id"] for row in rows])

    assert among - alone <= LATEST
    assert Counter((row["partition"], row["offset"]) for row in rows) == Counter(originals.keys())
    for row in rows:
        original = originals[row["partition"], row["offset"]]
        assert kept[row["id"]] == original
        assert row["body_sha256"] == hashlib.sha256(original).digest()
        assert row["reason"]


async def test_a_message_replayed_twice_has_one_effect(ground: Ground):
    message = good(1)
    body = message.body or b""
    database = Database(ground.stack.dsn)
    keeper = SetAside(database, "workflow", ground.sealer)
    # As an earlier release would have left it, which could not read it yet.
    place = int(time.time() * 1000)
    await keeper.keep(GROUP, COMPLAINT, 0, place, message.key, body, "ValidationError")
    kept_id = await ground.value('select id from workflow.set_aside where "offset" = $1', place)
    event = ComplaintSupplemented.model_validate_json(body)
    ids = [message.key.decode()]
    producer = AIOKafkaProducer(bootstrap_servers=ground.kafka)
    await producer.start()
    try:
        at_once = [keeper.replay(kept_id, producer, "uji") for _ in range(2)]
        assert sorted(await asyncio.gather(*at_once)) == [False, True]
        assert await keeper.replay(kept_id, producer, "uji") is False
        await producer.send_and_wait(COMPLAINT, body, key=message.key)
    finally:
        await producer.stop()
        await database.close()

    async def taken() -> bool:
        return await early(ground, ids) >= 1

    await until(taken, 30, "taken")
    rows = await ground.rows(
        "select event_id from workflow.early_fact where waits_for = $1", event.subject
    )
    settled = await ground.rows(
        "select state, settled_by from workflow.set_aside where id = $1", kept_id
    )
    assert [row["event_id"] for row in rows] == [event.id]
    assert settled == [{"state": "replayed", "settled_by": "uji"}]
    await forget(ground, ids)


async def taken_within(
    ground: Ground, goods: list[Message], bads: list[Message]
) -> tuple[float, dict[int, tuple[int, int]]]:
    """How long until the last good one was taken; and where each message lies."""
    mixed = goods + bads
    random.Random(seed()).shuffle(mixed)  # noqa: S311 -- repeatable
    ids = [one.key.decode() for one in goods]
    began = time.monotonic()
    places = await publish(ground, mixed)

    async def all_taken() -> bool:
        return await early(ground, ids) == len(goods)

    await until(all_taken, 150, "all good ones taken")
    took = time.monotonic() - began
    await forget(ground, ids)
    return took, places


async def bytes_of(ground: Ground, ids: list[int]) -> dict[int, bytes]:
    """The original bytes as the operator's command shows them."""
    database = Database(ground.stack.dsn)
    keeper = SetAside(database, "workflow", ground.sealer)
    try:
        return {one: await keeper.bytes_of(one) for one in ids}
    finally:
        await database.close()


async def publish(ground: Ground, messages: list[Message]) -> dict[int, tuple[int, int]]:
    """Sends them in this order; where each of them came to lie."""
    producer = AIOKafkaProducer(
        bootstrap_servers=ground.kafka, acks="all", max_request_size=1_040_000
    )
    await producer.start()
    try:
        answers = [
            await producer.send(COMPLAINT, one.body, key=one.key, headers=list(one.headers))
            for one in messages
        ]
        places = await asyncio.gather(*answers)
    finally:
        await producer.stop()
    return {
        id(one): (place.partition, place.offset)
        for one, place in zip(messages, places, strict=True)
    }


async def early(ground: Ground, ids: list[str]) -> int:
    """How many of the good ones wait in the register."""
    found: int = await ground.value(
        "select count(distinct waits_for) from workflow.early_fact"
        " where waits_for = any($1::text[]::uuid[])",
        ids,
    )
    return found


async def forget(ground: Ground, ids: list[str]) -> None:
    """They wait for complaints that never come."""
    await ground.rows(
        "delete from workflow.early_fact where waits_for = any($1::text[]::uuid[])", ids
    )
