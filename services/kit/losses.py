"""Noticing that Kafka lost what it had answered for, so that the relay sends it again.

That Kafka has an event is not yet that its readers have it. What every reading group has passed is
remembered; when a partition is shorter than it was, or was cut by its retention before a group had
read it, all that came after is sent again. Sinks ignore what they know.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from services.kit import topics
from services.kit.database import Connection

log = structlog.get_logger(__name__)

ANSWER_MS: Final = 5_000
LOOK_EVERY: Final = 2.0
"""Seconds between two looks while there is nothing to send."""

Ends = dict[int, int]
"""Partition -> the offset after its last message."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is remembered of a topic."""

    topic: str
    ends: Ends
    """How long each partition was when we last knew."""
    taken_until: datetime | None
    """What was sent until then, every group has passed."""
    begins: Ends
    """Where each partition began when what retention had removed unread was last sent again."""


class Losses:
    """What one relay knows of the topics that only it writes."""

    def __init__(self, schema: str, bootstrap: str) -> None:
        self._schema = schema
        self._bootstrap = bootstrap
        self._reader: AIOKafkaConsumer | None = None
        self._admin: AIOKafkaAdminClient | None = None
        self._looked_at = 0.0
        self._settled: set[str] = set()

    def due(self) -> bool:
        """Whether it is time to look although there is nothing to send."""
        return asyncio.get_running_loop().time() >= self._looked_at + LOOK_EVERY

    async def remember(self, conn: Connection, answered: Mapping[str, Ends]) -> None:
        """How long Kafka says the partitions are, now that it has answered for a batch."""
        self._settled -= answered.keys()
        for topic, ends in answered.items():
            await conn.execute(
                f"insert into {self._schema}.outbox_mark (topic, ends) values ($1, $2)"  # noqa: S608
                " on conflict (topic) do update set ends = outbox_mark.ends || excluded.ends",
                topic,
                json.dumps(ends),
            )

    async def look(self, conn: Connection, *, idle: bool) -> int:
        """Compare; counts the events that were lost and are to be sent again.

        KafkaError or TimeoutError while Kafka is away. Call it before each batch: what is sent
        before the loss is noticed would overtake what was lost.
        """
        self._looked_at = asyncio.get_running_loop().time()
        lost = 0
        for mark in await self._marks(conn):
            # Before the lengths are asked for: all that was sent until then is in them.
            now: datetime = await conn.fetchval("select clock_timestamp()")
            ends = await self._ends(mark.topic)
            if any(ends.get(partition, known) < known for partition, known in mark.ends.items()):
                lost += await self._send_again(conn, mark, ends)
            elif idle and mark.topic not in self._settled:
                lost += await self._settle(conn, mark, ends, now)
        return lost

    async def close(self) -> None:
        """Give the connections back; a new look opens them again."""
        reader, self._reader = self._reader, None
        admin, self._admin = self._admin, None
        for open_one in (reader.stop if reader else None, admin.close if admin else None):
            if open_one is not None:
                with suppress(Exception):
                    await asyncio.wait_for(open_one(), 3)

    async def _marks(self, conn: Connection) -> list[_Mark]:
        rows = await conn.fetch(
            f"select topic, ends, begins, taken_until from {self._schema}.outbox_mark"  # noqa: S608
        )
        return [
            _Mark(row["topic"], _read(row["ends"]), row["taken_until"], _read(row["begins"]))
            for row in rows
        ]

    async def _settle(self, conn: Connection, mark: _Mark, ends: Ends, now: datetime) -> int:
        """Nothing is left to send: remember it if every group has passed all of it."""
        begins = await self._begins(mark.topic)
        passed = [await self._passed(group, mark.topic) for group in topics.READERS[mark.topic]]
        removed = {at: begin for at, begin in begins.items() if begin > mark.begins.get(at, 0)}
        if any(group.get(at, 0) < begin for group in passed for at, begin in removed.items()):
            # Once, however long the group stays away: it will begin to read where the rest begins.
            return await self._send_again(conn, mark, ends, begins)
        there = {at: end for at, end in ends.items() if end > begins.get(at, 0)}
        if all(group.get(at, 0) >= end for group in passed for at, end in there.items()):
            await self._set(conn, mark.topic, ends, now, mark.begins)
            self._settled.add(mark.topic)
        return 0

    async def _send_again(
        self, conn: Connection, mark: _Mark, ends: Ends, begins: Ends | None = None
    ) -> int:
        async with conn.transaction():
            done = await conn.execute(
                f"update {self._schema}.outbox set sent_at = null where topic = $1"  # noqa: S608
                " and sent_at > coalesce($2, '-infinity'::timestamptz)",
                mark.topic,
                mark.taken_until,
            )
            await self._set(conn, mark.topic, ends, mark.taken_until, begins or {})
        count = int(done.split()[-1])
        said = log.error if count else log.warning  # nothing unread was lost: no reason to wake
        said("kafka_lost_events", topic=mark.topic, sent_again=count, runbook="kafka")
        return count

    async def _set(
        self, conn: Connection, topic: str, ends: Ends, until: datetime | None, begins: Ends
    ) -> None:
        await conn.execute(
            f"update {self._schema}.outbox_mark set ends = $2, taken_until = $3,"  # noqa: S608
            " begins = $4 where topic = $1",
            topic,
            json.dumps(ends),
            until,
            json.dumps(begins),
        )

    async def _ends(self, topic: str) -> Ends:
        reader = await self._reading()
        return _by_partition(await reader.end_offsets(_places(topic)))

    async def _begins(self, topic: str) -> Ends:
        reader = await self._reading()
        return _by_partition(await reader.beginning_offsets(_places(topic)))

    async def _passed(self, group: str, topic: str) -> Ends:
        """How far a group has come; a partition that it never touched is not there."""
        if self._admin is None:
            admin = AIOKafkaAdminClient(
                bootstrap_servers=self._bootstrap, request_timeout_ms=ANSWER_MS
            )
            await admin.start()
            self._admin = admin
        found = await self._admin.list_consumer_group_offsets(group, partitions=_places(topic))
        return {place.partition: max(kept.offset, 0) for place, kept in found.items()}

    async def _reading(self) -> AIOKafkaConsumer:
        if self._reader is None:
            # Kafka may have come back empty: without its topics no length would ever be told.
            await topics.ensure(self._bootstrap, patience=ANSWER_MS / 1000)
            reader = AIOKafkaConsumer(
                bootstrap_servers=self._bootstrap, request_timeout_ms=ANSWER_MS
            )
            try:
                await reader.start()
            except BaseException:
                with suppress(Exception):
                    await asyncio.wait_for(reader.stop(), 3)
                raise
            self._reader = reader
        return self._reader


def _read(kept: str) -> Ends:
    return {int(partition): offset for partition, offset in json.loads(kept).items()}


def _places(topic: str) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for number in range(topics.TOPICS[topic])]


def _by_partition(found: Mapping[TopicPartition, int]) -> Ends:
    return {place.partition: offset for place, offset in found.items()}


def ends_of(answers: Iterable[object]) -> dict[str, Ends]:
    """Topic -> partition -> length, out of what Kafka answered for each event of a batch."""
    found: dict[str, Ends] = {}
    for answer in answers:
        topic, partition, offset = (getattr(answer, at) for at in ("topic", "partition", "offset"))
        ends = found.setdefault(topic, {})
        ends[partition] = max(ends.get(partition, 0), offset + 1)
    return found
