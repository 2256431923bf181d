"""Claim, release and hand-over are repeated like any act: the key decides what is a repetition."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.workflow.edge.world import World

ONE, TWO = "auditor-3508", "auditor-3508-2"


async def _a_task(world: World) -> str:
    task_id = await world.task("investigate", "auditor", case_id=await world.case())
    return f"/v1/tasks/{task_id}"


async def _moves(world: World, path: str) -> list[str]:
    async with world.database.connection() as conn:
        rows = await conn.fetch(
            "select what from workflow.task_move where task_id = $1 order by version",
            UUID(path.rsplit("/", 1)[-1]),
        )
    return [row["what"] for row in rows]


async def _post(world: World, person: str, path: str, key: str | None, **body: Any) -> Any:
    headers = {"idempotency-key": key} if key else {}
    async with world.client(person) as client:
        return await client.post(path, json=body or None, headers=headers)


async def test_a_repeated_claim_does_not_take_the_task_again(world: World) -> None:
    path = await _a_task(world)
    first = await _post(world, ONE, f"{path}/claim", "k")
    await _post(world, ONE, f"{path}/release", "k2")
    again = await _post(world, ONE, f"{path}/claim", '"k"')

    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["etag"] == first.headers["etag"] == '"2"'
    assert await _moves(world, path) == ["claimed", "released"]


async def test_a_repeated_release_does_not_take_it_from_the_next_one(world: World) -> None:
    path = await _a_task(world)
    await _post(world, ONE, f"{path}/claim", "r1")
    first = await _post(world, ONE, f"{path}/release", "r2")
    await _post(world, TWO, f"{path}/claim", "r3")
    again = await _post(world, ONE, f"{path}/release", "r2")

    assert (again.status_code, again.content) == (200, first.content)
    assert await _moves(world, path) == ["claimed", "released", "claimed"]


@pytest.mark.parametrize("key", ["h2", None])
async def test_a_repeated_hand_over_is_done_once_with_a_key_or_without(
    world: World, key: str | None
) -> None:
    path = await _a_task(world)
    await _post(world, ONE, f"{path}/claim", None)
    first = await _post(world, ONE, f"{path}/hand-over", key, to=TWO)
    again = await _post(world, ONE, f"{path}/hand-over", key, to=TWO)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert await _moves(world, path) == ["claimed", "handed_over"]


async def test_another_move_under_the_same_key_is_refused(world: World) -> None:
    path, other = await _a_task(world), await _a_task(world)
    await _post(world, ONE, f"{path}/claim", "same")
    answers = [
        await _post(world, ONE, f"{path}/release", "same"),
        await _post(world, ONE, f"{other}/claim", "same"),
    ]
    whoever = await _post(world, TWO, f"{other}/claim", "same")

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (422, "idempotency-key-reused")
    ] * 2
    assert whoever.status_code == 200  # each person's keys are his own


async def test_a_refused_move_takes_no_key(world: World) -> None:
    path = await _a_task(world)
    await _post(world, TWO, f"{path}/claim", None)
    refused = await _post(world, ONE, f"{path}/claim", "later")
    await _post(world, TWO, f"{path}/release", None)
    done = await _post(world, ONE, f"{path}/claim", "later")

    assert (refused.status_code, done.status_code) == (409, 200)


async def test_twins_in_flight_are_one_move(world: World) -> None:
    path = await _a_task(world)
    answers: list[httpx.Response] = await asyncio.gather(
        *(_post(world, ONE, f"{path}/claim", "twin") for _ in range(6))
    )

    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert await _moves(world, path) == ["claimed"]


async def test_who_sees_the_task_no_more_gets_no_first_answer_either(world: World) -> None:
    path = await _a_task(world)
    await _post(world, ONE, f"{path}/claim", "gone")
    await world.run(
        "insert into workflow.recusal (matter_id, person_id, part, recorded_by)"
        " select case_id, $2, 'witness', $2 from workflow.task where task_id = $1",
        UUID(path.rsplit("/", 1)[-1]),
        ONE,
    )

    assert (await _post(world, ONE, f"{path}/claim", "gone")).status_code == 404


async def test_a_key_that_cannot_be_one_is_a_400(world: World) -> None:
    answer = await _post(world, ONE, f"{await _a_task(world)}/claim", "x" * 300)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-invalid")
