"""What holds for every act on a complaint under a key: supplements and withdrawals alike."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.intake.conftest import Counter

ACTS: dict[str, dict[str, Any]] = {
    "supplements": {"text": "Tambahan."},
    "withdrawal": {"reason": "Keliru."},
}


def place(complaint_id: UUID, act: str) -> str:
    return f"/v1/complaints/{complaint_id}/{act}"


@pytest.mark.parametrize("act", ACTS)
async def test_twins_in_flight_get_one_answer_and_make_one_event(
    counter: Counter, act: str
) -> None:
    complaint_id, key = await counter.a_complaint(), str(uuid4())
    to = place(complaint_id, act)
    answers = await asyncio.gather(
        *(counter.post(ACTS[act], to=to, key=one) for one in (key, f'"{key}"', key, key))
    )
    told = await counter.rows("select 1 from intake.outbox where key = $1", complaint_id)

    assert {one.status_code for one in answers} == {202}
    assert len({one.content for one in answers}) == 1
    assert len(told) == 2


@pytest.mark.parametrize("act", ACTS)
async def test_one_key_for_two_complaints_in_one_moment_serves_one_of_them(
    counter: Counter, act: str
) -> None:
    complaints, key = [await counter.a_complaint() for _ in range(2)], str(uuid4())
    answers = await asyncio.gather(
        *(counter.post(ACTS[act], to=place(one, act), key=key) for one in complaints)
    )
    refused = next(one for one in answers if one.status_code != 202)

    assert sorted(one.status_code for one in answers) == [202, 422]
    assert refused.json()["code"] == "idempotency-key-reused"


@pytest.mark.parametrize("act", ACTS)
async def test_a_complaint_in_other_hands_is_a_409_that_says_when_to_come_back(
    counter: Counter, act: str
) -> None:
    complaint_id, key = await counter.a_complaint(), str(uuid4())
    async with counter.admin.transaction() as conn:
        await conn.fetchrow(
            "select 1 from intake.standing where complaint_id = $1 for update", complaint_id
        )
        busy = await counter.post(ACTS[act], to=place(complaint_id, act), key=key)
    later = await counter.post(ACTS[act], to=place(complaint_id, act), key=key)

    assert (busy.status_code, busy.json()["code"]) == (409, "in-flight")
    assert int(busy.headers["retry-after"]) >= 1
    assert later.status_code == 202
