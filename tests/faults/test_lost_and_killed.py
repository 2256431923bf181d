"""Kafka loses what it had, or never had it; every process is killed at once."""

import asyncio
import shutil
import time

import psutil
import pytest

from services.kit.topics import TOPICS
from tests.faults.calm import calm, partitions, whole
from tests.faults.checker import examine
from tests.faults.ground import Ground, until
from tests.faults.history import History
from tests.faults.nemesis import kill
from tests.faults.plan import plain, submissions
from tests.faults.seeds import seed
from tests.faults.senders import Senders

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


async def count(ground: Ground, prefix: str, condition: str, *arguments: object) -> int:
    found: int = await ground.value(
        "select count(*) from intake.standing join intake.complaint using (complaint_id)"
        f" where idempotency_key like $1 || '%' and {condition}",
        prefix,
        *arguments,
    )
    return found


async def test_what_kafka_had_and_lost_is_sent_again_from_postgres(
    ground: Ground, history: History, prefix: str
):
    async with ground.without("workflow-background"):
        async with Senders(ground, history) as senders:
            await senders.send_all(plain(prefix, 50), 2)

        async def published() -> bool:
            unsent = "select count(*) from intake.outbox where sent_at is null"
            return bool(await ground.value(unsent) == 0)

        await until(published, 60, "all published")
        async with ground.without("kafka"):
            shutil.rmtree(ground.stack.folder.data / "kafka" / "log")
            lost_at = await ground.value("select clock_timestamp()")
    back = time.monotonic()

    async def answered() -> bool:
        return await count(ground, prefix, "answered_at is not null") == 50

    await until(answered, 120, "fifty complaints at triage")
    assert time.monotonic() - back < 120
    # Whoever noticed first, the relay that Kafka is shorter or the reconciler that no answer came.
    once = "(select from intake.outbox where key = complaint_id and sent_at <= $2)"
    assert await count(ground, prefix, f"not exists {once}", lost_at) == 50
    await calm(ground, prefix)
    assert await partitions(ground) == TOPICS
    assert (await examine(ground, history, prefix)).wrong == {}


async def test_what_kafka_never_had_is_sent_again_because_nothing_answered(
    ground: Ground, history: History, prefix: str
):
    """Kafka is no shorter than it was, and the relay believes it all sent and read long ago."""
    [submission] = plain(prefix, 1)
    async with ground.without("intake-background"):
        async with Senders(ground, history) as senders:
            await senders.send(submission)
        await ground.rows(
            "update intake.outbox set sent_at = '-infinity' from intake.complaint"
            " where key = complaint_id and idempotency_key = $1",
            submission.key,
        )
        assert await count(ground, prefix, "sent_again = 0 and answered_at is null") == 1

    async def answered() -> bool:
        return await count(ground, prefix, "answered_at is not null") == 1

    await until(answered, 60, "answered")
    assert await count(ground, prefix, "sent_again > 0") == 1
    await calm(ground, prefix)
    assert (await examine(ground, history, prefix)).wrong == {}


async def test_everything_killed_at_once_loses_nothing(
    ground: Ground, history: History, prefix: str
):
    everybody = ground.stack.pids
    async with Senders(ground, history) as senders:
        sending = asyncio.create_task(senders.send_all(submissions(seed(), 60, prefix), 4))
        await until(lambda: senders.acknowledged(prefix, 20), 60, "a third acknowledged")
        killed = await asyncio.gather(
            *(asyncio.to_thread(kill, ground.stack, name) for name in everybody),
            return_exceptions=True,
        )
        await sending
    assert not [one for one in killed if isinstance(one, BaseException)]
    await whole(ground)
    await calm(ground, prefix)

    assert not any(psutil.pid_exists(pid) for pid in everybody.values())
    assert (await examine(ground, history, prefix)).wrong == {}
