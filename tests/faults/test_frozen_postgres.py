"""Postgres is there and does not answer."""

import asyncio
import time

import httpx
import pytest

from tests.faults.calm import calm
from tests.faults.checker import examine
from tests.faults.ground import Ground, until
from tests.faults.history import History
from tests.faults.nemesis import freeze, thaw
from tests.faults.plan import Submission, plain
from tests.faults.senders import JSON, Senders

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


async def test_a_frozen_postgres_is_503_in_two_seconds_and_a_half_and_forgotten_in_ten(
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
    # By the senders' clock; the product itself waits 1.8 seconds.
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
