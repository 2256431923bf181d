"""The whole stack loses all that Kafka had: what it had to tell comes through by itself."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from deploy.embedded import Stack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
PATIENCE = 120
AGENCY, REGENCY = "bawaslu-3508", "35.08"


async def value(stack: Stack, query: str, *args: Any) -> Any:
    conn = await asyncpg.connect(stack.dsn)
    try:
        return await conn.fetchval(query, *args)
    finally:
        await conn.close()


async def until(condition: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 -- it is asked of Postgres
            await asyncio.sleep(0.2)


async def all_sent(stack: Stack, schema: str) -> None:
    unsent = f"select count(*) from {schema}.outbox where sent_at is null"

    async def none_waits() -> bool:
        return bool(await value(stack, unsent) == 0)

    await until(none_waits)


@contextmanager
def held(stack: Stack, name: str) -> Iterator[None]:
    stack.hold(name)
    try:
        yield
    finally:
        stack.release(name)


def lose_everything(stack: Stack) -> None:
    with held(stack, "kafka"):
        shutil.rmtree(stack.folder.data / "kafka" / "log")


def sent_in(stack: Stack) -> tuple[UUID, UUID]:
    """A file and the complaint that names it; their ids."""
    token = next(one["token"] for one in stack.info["agencies"] if one["id"] == AGENCY)
    head = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
    with httpx.Client(timeout=60, trust_env=False) as client:
        item = client.post(
            f"{stack.info['evidence_url']}/v1/evidence?jurisdiction={REGENCY}",
            content=uuid4().bytes,
            headers=head | {"content-type": "text/plain", "prefer": "wait=30"},
        ).json()["evidence_id"]
        complaint = client.post(
            f"{stack.info['intake_url']}/v1/complaints",
            content=json.dumps(
                {"jurisdiction": REGENCY, "narrative": "Contoh", "evidence": [{"id": item}]}
            ),
            headers=head | {"content-type": "application/json"},
        ).json()["complaint_id"]
    return UUID(item), UUID(complaint)


async def test_facts_of_evidence_survive_the_loss_of_kafka(stack: Stack) -> None:
    with held(stack, "workflow-background"):
        item, _ = sent_in(stack)
        attached = "select attached_at is not null from evidence.naming where evidence_id = $1"
        await until(lambda: value(stack, attached, item))
        await all_sent(stack, "evidence")
        lose_everything(stack)
    known = "select state = 'attached' from workflow.evidence_item where evidence_id = $1"
    await until(lambda: value(stack, known, item))


async def test_what_a_case_told_while_intake_was_away_survives_the_loss_of_kafka(
    stack: Stack,
) -> None:
    with held(stack, "workflow-background"):
        _, complaint = sent_in(stack)
        await all_sent(stack, "intake")
        stack.hold("intake-background")
    told = "select count(*) from workflow.outbox where key = $1 and sent_at is not null"
    try:
        await until(lambda: value(stack, told, complaint))
        lose_everything(stack)
    finally:
        stack.release("intake-background")
    answered = "select answered_at is not null from intake.standing where complaint_id = $1"
    await until(lambda: value(stack, answered, complaint))
