"""Stores that lose what they had, that are away, or that everything loses at once."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import psutil
import pytest

from services.kit.topics import TOPICS
from tests.faults.calm import calm, partitions, whole
from tests.faults.checker import examine
from tests.faults.ground import Ground, until
from tests.faults.history import History
from tests.faults.nemesis import freeze, kill, thaw
from tests.faults.plan import Submission, submissions
from tests.faults.seeds import seed
from tests.faults.senders import JSON, Senders

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


def plain(prefix: str, count: int) -> list[Submission]:
    return [Submission(key=f"{prefix}-{n}", number=n) for n in range(count)]


@asynccontextmanager
async def held(ground: Ground, *names: str) -> AsyncIterator[None]:
    """These are down meanwhile."""
    for name in names:
        await asyncio.to_thread(ground.stack.hold, name)
    try:
        yield
    finally:
        for name in names:
            await asyncio.to_thread(ground.stack.release, name)


async def count(ground: Ground, prefix: str, condition: str) -> int:
    found: int = await ground.value(
        "select count(*) from intake.standing join intake.complaint using (complaint_id)"
        f" where idempotency_key like $1 || '%' and {condition}",
        prefix,
    )
    return found


async def test_what_kafka_had_and_lost_is_sent_again_from_postgres(
    ground: Ground, history: History, prefix: str
):
    async with held(ground, "workflow-background"):
        async with Senders(ground, history) as senders:
            await senders.send_all(plain(prefix, 50), 2)

        async def published() -> bool:
            unsent = "select count(*) from intake.outbox where sent_at is null"
            return bool(await ground.value(unsent) == 0)

        await until(published, 60, "all published")
        async with held(ground, "kafka"):
            shutil.rmtree(ground.stack.folder.data / "kafka" / "log")
    back = time.monotonic()

    async def answered() -> bool:
        return await count(ground, prefix, "answered_at is not null") == 50

    await until(answered, 120, "fifty complaints at triage")
    assert time.monotonic() - back < 120
    assert await count(ground, prefix, "sent_again > 0") == 50
    await calm(ground, prefix)
    assert await partitions(ground) == TOPICS
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


@pytest.mark.parametrize(
    ("server", "seconds"),
    [
        ("kafka", 5),
        ("temporal", 5),
        pytest.param("kafka", 60, marks=pytest.mark.full),
        pytest.param("temporal", 3600, marks=[pytest.mark.full, pytest.mark.timeout(5000)]),
    ],
)
async def test_complaints_are_taken_while_a_server_is_away(
    server: str, seconds: int, ground: Ground, history: History, prefix: str
):
    kept_before = await ground.value("select count(*) from workflow.set_aside")
    async with held(ground, server), Senders(ground, history) as senders:
        await senders.send_all(plain(prefix, max(20, seconds)), seconds)
    await calm(ground, prefix, within=120 if seconds < 600 else 900)

    assert {one.status for one in history.told} == {202}
    assert await ground.value("select count(*) from workflow.set_aside") == kept_before
    assert (await examine(ground, history, prefix)).wrong == {}


async def test_a_frozen_postgres_is_503_within_two_seconds_and_forgotten_in_ten(
    ground: Ground, history: History, prefix: str
):
    url = f"{ground.intake_url}/v1/complaints"
    credential = {"Authorization": f"Bearer {ground.token()}"}
    plan = plain(prefix, 10)

    async def post(http: httpx.AsyncClient, one: Submission) -> tuple[int, int, float]:
        began = time.monotonic()
        headers = {"Idempotency-Key": one.key, **JSON, **credential}
        answer = await http.post(url, content=one.body(), headers=headers)
        retry_after = int(answer.headers.get("Retry-After", "0"))
        return answer.status_code, retry_after, time.monotonic() - began

    async with httpx.AsyncClient(timeout=30) as http:
        frozen = await asyncio.to_thread(freeze, ground.stack, "postgres")
        try:
            answers = await asyncio.gather(*(post(http, one) for one in plan))
        finally:
            thaw(frozen)
    assert {status for status, _, _ in answers} == {503}
    assert all(1 <= retry_after <= 60 for _, retry_after, _ in answers)
    assert max(took for _, _, took in answers) < 2.5

    back = time.monotonic()
    async with Senders(ground, history) as senders:

        async def taken() -> bool:
            return (await senders.post(plan[0].key, plan[0].body())).outcome == "ok"

        await until(taken, 10, "taken again")
        assert time.monotonic() - back < 10
        await senders.send_all(plan, 1)
    await calm(ground, prefix)
    assert (await examine(ground, history, prefix)).wrong == {}
