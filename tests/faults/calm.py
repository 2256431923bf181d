"""When everything that was acknowledged has gone all the way, by the stores themselves."""

import time
from collections.abc import Collection
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from services.kit.topics import TOPICS
from tests.faults.ground import Ground, until

GROUPS = {
    "netral-intake": ("netral.case.v1", "netral.evidence.v1"),
    "netral-evidence": ("netral.complaint.v1", "netral.case.v1"),
    "netral-workflow": ("netral.complaint.v1", "netral.evidence.v1"),
}
Offsets = dict[TopicPartition, int]
_BACKLOG = """
select
    (select count(*) from intake.outbox where sent_at is null) as intake_outbox,
    (select count(*) from evidence.outbox where sent_at is null) as evidence_outbox,
    (select count(*) from workflow.outbox where sent_at is null) as workflow_outbox,
    (select count(*) from intake.complaint join intake.standing using (complaint_id)
     where idempotency_key like $1 || '%' and answered_at is null) as unanswered,
    (select count(*) from intake.complaint where idempotency_key like $1 || '%')
     - (select count(*) from workflow.complaint join intake.complaint using (complaint_id)
        where idempotency_key like $1 || '%' and state <> 'pending') as not_started,
    (select count(*) from intake.complaint where idempotency_key like $1 || '%'
     and not exists (select from workflow.task where kind = 'triage'
        and task.complaint_id = complaint.complaint_id)) as without_task,
    (select count(*) from intake.complaint join workflow.early_fact on waits_for = complaint_id
     where idempotency_key like $1 || '%') as early_in_workflow,
    (select count(*) from intake.complaint join intake.early_fact using (complaint_id)
     where idempotency_key like $1 || '%') as early_in_intake,
    (select count(*) from intake.complaint join intake.standing using (complaint_id)
     join workflow.complaint register using (complaint_id)
     where idempotency_key like $1 || '%' and register.supplements < standing.supplements)
     as unsupplemented,
    (select count(*) from evidence.item where state in ('received', 'sealing')) as unsealed,
    (select count(*) from intake.complaint join workflow.complaint register using (complaint_id),
     unnest(register.evidence_ids) named
     where idempotency_key like $1 || '%' and not exists (select from workflow.evidence_item
        where evidence_id = named and state = 'attached')) as unattached
"""


async def backlog(ground: Ground, prefix: str) -> dict[str, Any]:
    """What has yet to be done, by place; empty when calm."""
    try:
        [row] = await ground.rows(_BACKLOG, prefix)
        left = {place: count for place, count in row.items() if count}
        # Kafka last: to ask it takes more of a small machine than the work that is waited for.
        return left or {place: count for place, count in (await lag(ground)).items() if count}
    except (KafkaError, asyncpg.PostgresError, OSError, TimeoutError) as error:
        return {"away": repr(error)}


async def lag(ground: Ground) -> dict[str, int]:
    """Messages that a group has yet to acknowledge."""
    ends, done = await _offsets(ground)
    return {group: _behind(ends, done[group], topics) for group, topics in GROUPS.items()}


async def caught_up(ground: Ground, group: str, within: float = 60.0) -> None:
    """Waits until the group has acknowledged all that lies in its topics now."""
    ends, _ = await _offsets(ground)

    async def read() -> bool:
        _, done = await _offsets(ground)
        return not _behind(ends, done[group], GROUPS[group])

    await until(read, within, f"all read by {group}")


def _behind(ends: Offsets, done: Offsets, topics: Collection[str]) -> int:
    ours = {place: end for place, end in ends.items() if place.topic in topics}
    return sum(max(0, end - max(0, done.get(place, 0))) for place, end in ours.items())


async def _offsets(ground: Ground) -> tuple[Offsets, dict[str, Offsets]]:
    """Where each partition ends, and how far each group has come."""
    consumer = AIOKafkaConsumer(bootstrap_servers=ground.kafka)
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await consumer.start()
    try:
        await admin.start()
        places = [TopicPartition(topic, n) for topic, count in TOPICS.items() for n in range(count)]
        ends = await consumer.end_offsets(places)
        done = {}
        for group in GROUPS:
            found = await admin.list_consumer_group_offsets(group)
            done[group] = {place: one.offset for place, one in found.items()}
        return ends, done
    finally:
        await admin.close()
        await consumer.stop()


async def partitions(ground: Ground) -> dict[str, int]:
    """How many each of our topics has."""
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    try:
        found = await admin.describe_topics(list(TOPICS))
        return {topic["topic"]: len(topic["partitions"]) for topic in found}
    finally:
        await admin.close()


async def committed(ground: Ground, group: str, topic: str) -> int:
    """The group's offsets in a topic together: grows with whatever it lets go of."""
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    try:
        done = await admin.list_consumer_group_offsets(group)
        return sum(max(0, one.offset) for place, one in done.items() if place.topic == topic)
    finally:
        await admin.close()


async def whole(ground: Ground, within: float = 180.0) -> None:
    """Waits until every process is healthy: only then does calm begin, and its time run."""

    async def healthy() -> bool:
        processes = ground.stack.state["processes"]
        return all(record["state"] == "ready" for record in processes.values())

    await until(healthy, within, "all processes ready")


async def started(ground: Ground, prefix: str, within: float) -> float:
    """Waits until Temporal has all that was acknowledged; how long it took."""
    return await _without(ground, prefix, within, "all started", {"away", "not_started"})


async def asked(ground: Ground, prefix: str, within: float) -> float:
    """Waits until all that was acknowledged is before a person; how long it took."""
    open_to = {"away", "not_started", "without_task", "unanswered"}
    return await _without(ground, prefix, within, "all asked", open_to)


async def all_but_attached(ground: Ground, prefix: str, within: float = 60.0) -> None:
    """Waits until nothing is left to do but to join files with their complaints, if that is."""

    async def done() -> bool:
        return not (await backlog(ground, prefix)).keys() - {"unattached"}

    await until(done, within, "all but attached")


async def calm(ground: Ground, prefix: str, within: float = 120.0) -> float:
    """Waits until nothing is left to do; how long it took once all were healthy.

    `within` begins then: a machine that has everybody to start again may need `whole`'s three
    minutes before, and a backlog is the product's only from there on.
    """
    await whole(ground)
    return await _without(ground, prefix, within, "calm")


async def _without(
    ground: Ground, prefix: str, within: float, what: str, places: set[str] | None = None
) -> float:
    began = time.monotonic()
    last: dict[str, Any] = {}

    async def done() -> bool:
        nonlocal last
        last = await backlog(ground, prefix)
        return not (last if places is None else places & last.keys())

    try:
        # A long backlog is also long to count: not to be slowed down by whoever waits for it.
        await until(done, within, what, every=max(0.2, within / 400))
    except AssertionError as error:
        raise AssertionError(f"{error}; left: {last}") from None
    return time.monotonic() - began
