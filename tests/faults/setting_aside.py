"""Messages into Kafka, and what becomes of them: taken, or set aside and replayed."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer

from deploy.embedded.layout import REPOSITORY
from services.kit.database import Database
from services.kit.set_aside import SetAside
from services.kit.topics import COMPLAINT
from tests.faults.calm import caught_up
from tests.faults.ground import Ground, until
from tests.faults.seeds import seed
from tests.faults.unworkable import Message, early, forget

GROUP = "netral-workflow"


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


@asynccontextmanager
async def keeping(ground: Ground) -> AsyncIterator[SetAside]:
    """What the workflow service set aside."""
    database = Database(ground.stack.dsn)
    try:
        yield SetAside(database, "workflow", ground.sealer)
    finally:
        await database.close()


async def set_aside(ground: Ground, keeper: SetAside, messages: Sequence[Message]) -> list[int]:
    """As an earlier release would have left them, which could not read them yet; their numbers."""
    place = time.time_ns() // 1000
    for n, message in enumerate(messages):
        body = message.body or b""
        await keeper.keep(GROUP, COMPLAINT, 0, place + n, message.key, body, "ValidationError")
    rows = await ground.rows(
        'select id from workflow.set_aside where "offset" >= $1 order by id', place
    )
    return [row["id"] for row in rows]


async def effects(ground: Ground, messages: Sequence[Message]) -> int:
    """How many rows there are of them in the register, once whatever was sent so far is read."""
    await caught_up(ground, GROUP)
    ids = [message.key.decode() for message in messages]
    found: int = await ground.value(
        "select count(*) from workflow.early_fact where waits_for = any($1::text[]::uuid[])", ids
    )
    await forget(ground, ids)
    return found


async def as_received(ground: Ground, prefix: str, count: int) -> list[Message]:
    """What intake once told of these complaints, as it told it."""
    rows = await ground.rows(
        "select key, body from intake.outbox join intake.complaint on complaint_id = key"
        " where idempotency_key like $1 || '%' and topic = $2"
        " and convert_from(body, 'UTF8') like '%netral.complaint.received%'"
        " order by outbox.id limit $3",
        prefix,
        COMPLAINT,
        count,
    )
    return [Message(str(row["key"]).encode(), bytes(row["body"])) for row in rows]


async def states(ground: Ground, numbers: list[int]) -> list[tuple[str, str]]:
    """How each of them stands, and who settled it."""
    rows = await ground.rows(
        "select state, settled_by from workflow.set_aside where id = any($1::bigint[])", numbers
    )
    return [(row["state"], row["settled_by"]) for row in rows]


async def replayed(
    ground: Ground, module: str, *before: str, numbers: list[int]
) -> subprocess.CompletedProcess[str]:
    """`netral set-aside replay` of these, as the operator runs it."""
    which = [f"workflow/{number}" for number in numbers]
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", module, *before, "set-aside", "replay", *which],
        cwd=REPOSITORY,
        env={**os.environ, **ground.stack.environment("cli")},
        capture_output=True,
        text=True,
        check=False,
    )
