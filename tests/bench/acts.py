"""An official's act over HTTP, against the bare update that it ends in."""

import asyncio
import statistics
import time
import uuid
from typing import TYPE_CHECKING, Any

import httpx

from services.workflow.acts import Act, ActReceipt
from services.workflow.seeing import Viewer
from tests.bench.figures import Figure, at_least, ratio
from tests.bench.options import Options
from tests.bench.stacks import LUMAJANG, person_token

if TYPE_CHECKING:
    from tests.bench.procedure import Floor

OFFICIAL = "intake-officer-3508"
ANSWER = {"choice": "refer_out", "to": "Instansi Contoh", "reason": "Bukan kewenangan kami."}
SETTLE_PATIENCE = 30.0
WARM = 3


async def measure(floor: "Floor", options: Options) -> list[Figure]:
    """Acts one at a time, in turns; each round's figure is the median of its acts."""
    wanted = 2 * (WARM + options.rounds * options.acts)
    tasks = await floor.database.fetch(
        "select * from workflow.task where state = 'open' and kind = 'triage'"
        " and jurisdiction = $1 order by task_id limit $2",
        LUMAJANG,
        wanted,
    )
    if len(tasks) < wanted:
        raise RuntimeError(f"{wanted} open tasks are needed and {len(tasks)} are there")
    waiting = iter(tasks)
    headers = {"Authorization": f"Bearer {person_token(floor.stack, OFFICIAL)}"}
    url = floor.stack.layout.url("workflow")
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as http:
        for _ in range(WARM):
            await _over_http(floor, http, next(waiting))
            await _bare(floor, next(waiting))
        ours, theirs = [], []
        for _ in range(options.rounds):
            mine, others = [], []
            for at in range(options.acts):
                # To and fro, so that nobody is always the one who comes last.
                for over_http in (True, False)[:: 1 if at % 2 else -1]:
                    if over_http:
                        mine.append(await _over_http(floor, http, next(waiting)))
                    else:
                        others.append(await _bare(floor, next(waiting)))
            ours.append(1000 * statistics.median(mine))
            theirs.append(1000 * statistics.median(others))
    return [
        ratio("bare update's time / an act's", theirs, ours, at_least(0.7)),
        Figure("an official's act", tuple(ours), "ms"),
        Figure("bare update", tuple(theirs), "ms"),
    ]


async def _over_http(floor: "Floor", http: httpx.AsyncClient, task: Any) -> float:
    body = {"happened_on": (await _today(floor)).isoformat(), "answer": ANSWER}
    key = {"Idempotency-Key": uuid.uuid4().hex}
    begun = time.perf_counter()
    answer = await http.post(f"/v1/tasks/{task['task_id']}/answer", json=body, headers=key)
    took = time.perf_counter() - begun
    answer.raise_for_status()
    await _settled(floor, task)
    return took


async def _bare(floor: "Floor", task: Any) -> float:
    """The same act, made ready before the time is taken."""
    act = await _act(floor, task)
    handle = floor.client.get_workflow_handle(task["workflow_id"])
    begun = time.perf_counter()
    await handle.execute_update("answer", act, id=str(act.act_id), result_type=ActReceipt)
    took = time.perf_counter() - begun
    await _settled(floor, task)
    return took


async def _act(floor: "Floor", task: Any) -> Act:
    person = await floor.desk.directory.person(OFFICIAL)
    assert person is not None
    async with floor.database.acquire() as conn:
        return await floor.desk.acting._act(
            conn,
            Viewer.of(person),
            uuid.uuid4(),
            kind=task["kind"],
            jurisdiction=task["jurisdiction"],
            task_id=task["task_id"],
            complaint_id=task["complaint_id"],
            answer=ANSWER,
            happened_on=await _today(floor),
            context={},
        )


async def _today(floor: "Floor") -> Any:
    person = await floor.desk.directory.person(OFFICIAL)
    assert person is not None
    return await floor.desk.today(person)


async def _settled(floor: "Floor", task: Any) -> None:
    """What an act sets off is over before the next act's time is taken."""
    async with asyncio.timeout(SETTLE_PATIENCE):
        while not await floor.database.fetchval(  # noqa: ASYNC110 -- another process settles it
            "select settled_at is not null from workflow.complaint where complaint_id = $1",
            task["complaint_id"],
        ):
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
