"""How long a complaint takes from its POST into the officials' inbox, at ten a second."""

import asyncio
import time
import uuid
from typing import TYPE_CHECKING

import httpx

from tests.bench import load
from tests.bench.figures import Figure, percentile
from tests.bench.options import Options
from tests.bench.stacks import agency_token

if TYPE_CHECKING:
    from tests.bench.procedure import Floor

PER_SECOND = 10
LOOK_EVERY = 0.02
WARM = 20
PATIENCE = 120.0


async def measure(floor: "Floor", options: Options) -> list[Figure]:
    """An open load: each POST at its time, whatever became of those before it."""
    await _arrive(floor, WARM)
    took = await _arrive(floor, options.arrivals)
    of = f"POST to inbox at {PER_SECOND}/s"
    return [
        Figure(f"{of}, p{share}", (1000 * percentile(took, share / 100),), "ms")
        for share in (50, 95, 99)
    ]


async def _arrive(floor: "Floor", count: int) -> list[float]:
    posted: dict[uuid.UUID, float] = {}
    took: dict[uuid.UUID, float] = {}
    headers = {
        "Authorization": f"Bearer {agency_token(floor.stack)}",
        "Content-Type": "application/json",
    }
    async with httpx.AsyncClient(
        base_url=floor.stack.layout.url("intake"), headers=headers, timeout=30
    ) as http:

        async def post(at: float) -> None:
            await asyncio.sleep(at)
            key, begun = uuid.uuid4().hex, time.perf_counter()
            answer = await http.post(
                "/v1/complaints", content=load.body(key), headers={"Idempotency-Key": key}
            )
            answer.raise_for_status()
            posted[uuid.UUID(answer.json()["complaint_id"])] = begun

        async def look() -> None:
            while len(took) < count:
                await asyncio.sleep(LOOK_EVERY)
                waited_for = [one for one in posted if one not in took]
                rows = await floor.database.fetch(
                    "select complaint_id from workflow.task"
                    " where complaint_id = any($1::uuid[]) and state = 'open'",
                    waited_for,
                )
                now = time.perf_counter()
                took.update((one, now - posted[one]) for (one,) in rows)

        try:
            async with asyncio.timeout(count / PER_SECOND + PATIENCE), asyncio.TaskGroup() as group:
                group.create_task(look())
                for n in range(count):
                    group.create_task(post(n / PER_SECOND))
        except ExceptionGroup as failed:
            # At once and by its own name: a refused POST is no patience at its end.
            raise failed.exceptions[0] from failed
    return list(took.values())
