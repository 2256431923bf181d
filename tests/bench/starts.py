"""Complaints from Kafka to their started workflow, against bare starts of the same type."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
from aiokafka import AIOKafkaProducer
from pydantic import TypeAdapter
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from services.contracts.events import ComplaintReceived
from services.kit import temporal, topics
from services.workflow.register import arrivals
from services.workflow.starting import WORKFLOW
from services.workflow.workflows.state import ReceivedComplaint, complaint_workflow
from tests.bench import load
from tests.bench.figures import Figure, at_least, ratio
from tests.bench.options import Options
from tests.bench.stacks import agency_token

if TYPE_CHECKING:
    from tests.bench.procedure import Floor

LOOK_EVERY = 0.03
PATIENCE = 180.0
_EVENT = TypeAdapter(ComplaintReceived)


async def measure(floor: "Floor", options: Options) -> list[Figure]:
    """Turns of so many complaints; the next begins when the officials have been asked of all."""
    floor.stack.hold("intake-background")
    ours: list[float] = []
    theirs: list[float] = []
    try:
        for at in range(options.rounds + 1):
            for mine in (True, False)[:: 1 if at % 2 else -1]:
                events = await _received(floor, options.complaints)
                took = await (_from_kafka if mine else _bare)(floor, events)
                await _all_asked(floor, events)
                if at > 0:  # the first of each made its connections
                    (ours if mine else theirs).append(options.complaints / took)
    finally:
        floor.stack.release("intake-background")
    return [
        ratio("Kafka to started / bare starts", ours, theirs, at_least(0.8)),
        Figure("Kafka to started", tuple(ours), "/s"),
        Figure("bare starts", tuple(theirs), "/s"),
    ]


async def _received(floor: "Floor", count: int) -> list[Any]:
    """Acknowledged complaints with their events, which nobody has sent yet."""
    headers = {
        "Authorization": f"Bearer {agency_token(floor.stack)}",
        "Content-Type": "application/json",
    }
    url = floor.stack.layout.url("intake")
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as http:
        for _ in range(count):
            key = uuid.uuid4().hex
            answer = await http.post(
                "/v1/complaints", content=load.body(key), headers={"Idempotency-Key": key}
            )
            answer.raise_for_status()
    rows: list[Any] = await floor.database.fetch(
        "update intake.outbox set sent_at = clock_timestamp() where sent_at is null"
        " returning key, body"
    )
    if len(rows) != count:
        raise RuntimeError(f"{len(rows)} events of {count} complaints")
    return rows


async def _from_kafka(floor: "Floor", events: Sequence[Any]) -> float:
    """Seconds from the first send until every workflow is started and its row says so."""
    producer = AIOKafkaProducer(
        bootstrap_servers=floor.stack.layout.address("kafka"), acks="all", enable_idempotence=True
    )
    await producer.start()
    try:
        begun = time.perf_counter()
        sent = [
            await producer.send(topics.COMPLAINT, one["body"], key=str(one["key"]).encode())
            for one in events
        ]
        await asyncio.gather(*sent)
        await _until(
            floor,
            "select count(*) from workflow.complaint"
            " where complaint_id = any($1::uuid[]) and state = 'started'",
            events,
        )
        return time.perf_counter() - begun
    finally:
        await producer.stop()


async def _bare(floor: "Floor", events: Sequence[Any]) -> float:
    """Seconds for the starts alone, as many at the same time as the service makes."""
    waiting = await _taken_already(floor, events)
    room = asyncio.Semaphore(floor.starts_at_once)

    async def start(complaint: ReceivedComplaint) -> None:
        async with room:
            await floor.client.start_workflow(
                WORKFLOW,
                complaint,
                id=complaint_workflow(complaint.complaint_id),
                task_queue=temporal.TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            )

    begun = time.perf_counter()
    await asyncio.gather(*(start(complaint) for complaint in waiting))
    return time.perf_counter() - begun


async def _taken_already(floor: "Floor", events: Sequence[Any]) -> list[ReceivedComplaint]:
    """The register's rows, made before the time is taken, so that the worker finds the same."""
    async with floor.database.acquire() as conn, conn.transaction():
        for one in events:
            await arrivals.take_complaint(conn, _EVENT.validate_json(one["body"]))
        waiting = await arrivals.pending(conn, len(events))
        ids = [complaint.complaint_id for complaint in waiting]
        await arrivals.started(conn, ids, datetime.now(UTC))
    return waiting


async def _all_asked(floor: "Floor", events: Sequence[Any]) -> None:
    await _until(
        floor,
        "select count(*) from workflow.task"
        " where complaint_id = any($1::uuid[]) and state = 'open'",
        events,
    )


async def _until(floor: "Floor", question: str, events: Sequence[Any]) -> None:
    ids = [one["key"] for one in events]
    async with asyncio.timeout(PATIENCE):
        # It is another process that writes the rows.
        while await floor.database.fetchval(question, ids) < len(ids):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)
