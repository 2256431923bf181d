"""The outbox: an event is a row of the transaction that made it true, sent until Kafka answers.

Order is kept per key: rows of one aggregate are written under its own row lock, so their ids rise
with their sequence, and one relay per schema (advisory lock) sends them in that order.
"""

import asyncio
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.contracts.events import Event
from services.kit import instants, metrics, topics
from services.kit.database import Connection, Database
from services.kit.errors import Unavailable
from services.kit.losses import Losses, ends_of

log = structlog.get_logger(__name__)

BATCH = 500
IDLE_SECONDS = 0.1
SEND_PATIENCE = 15.0
"""aiokafka's idempotent producer never gives up by itself; after this it is thrown away."""


async def append(conn: Connection, schema: str, topic: str, event: Event) -> None:
    """Put an event into the outbox of the caller's transaction; a repetition is the same row."""
    await conn.execute(
        f"insert into {schema}.outbox (event_id, topic, key, sequence, body)"  # noqa: S608
        " values ($1, $2, $3, $4, $5) on conflict do nothing",
        event.id,
        topic,
        event.subject,
        event.sequence,
        event.model_dump_json().encode(),
    )


async def send_again(conn: Connection, schema: str, topic: str, key: UUID) -> int:
    """Mark every event of an aggregate as not sent (its far side never answered); counts them."""
    rows = await conn.fetch(
        f"update {schema}.outbox set sent_at = null"  # noqa: S608
        " where topic = $1 and key = $2 and sent_at is not null returning id",
        topic,
        key,
    )
    return len(rows)


class Relay:
    """Sends the outbox of one schema to Kafka, for ever; a second relay waits for the first."""

    def __init__(self, database: Database, schema: str, bootstrap: str) -> None:
        self._database = database
        self._schema = schema
        self._bootstrap = bootstrap
        self._losses = Losses(schema, bootstrap)
        self._producer: AIOKafkaProducer | None = None

    async def run(self) -> None:
        """Relay until cancelled, over every outage of Kafka and Postgres."""
        patience = IDLE_SECONDS
        while True:
            try:
                await self._as_the_only_one()
            except (Unavailable, KafkaError, OSError, TimeoutError) as error:
                log.warning("relay_paused", schema=self._schema, reason=type(error).__name__)
                patience = min(patience * 2, 5.0)
            else:
                patience = IDLE_SECONDS
            finally:
                await self._drop_producer()
            await asyncio.sleep(patience)

    async def _as_the_only_one(self) -> None:
        """Hold the schema's advisory lock and send until something goes wrong."""
        async with self._database.connection() as conn:
            lock = zlib.crc32(f"netral-relay-{self._schema}".encode())
            try:
                # It is another session that lets go of it.
                while not await conn.fetchval(  # noqa: ASYNC110
                    "select pg_try_advisory_lock($1)", lock
                ):
                    await asyncio.sleep(1)
                while True:
                    if not await self._send_a_batch(conn):
                        await asyncio.sleep(IDLE_SECONDS)
            finally:
                # The lock ends with its session, also one that was granted after we gave up asking.
                conn.terminate()

    async def _send_a_batch(self, conn: Connection) -> int:
        rows = await conn.fetch(
            f"select id, topic, key, body, created_at from {self._schema}.outbox"  # noqa: S608
            " where sent_at is null order by id limit $1",
            BATCH,
        )
        oldest = rows[0]["created_at"] if rows else None
        age = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
        metrics.OUTBOX_AGE.labels(self._schema).set(age)
        if not rows and not self._losses.due():
            return 0
        if await self._losses.look(conn, idle=not rows) or not rows:
            return 0  # what was lost goes first: it is older
        producer = await self._connected()
        await instants.reached(f"{self._schema}.before_publish")
        async with asyncio.timeout(SEND_PATIENCE):
            answers = [
                await producer.send(row["topic"], row["body"], key=str(row["key"]).encode())
                for row in rows
            ]
            answered = await asyncio.gather(*answers)
        await instants.reached(f"{self._schema}.published_before_mark")
        await self._losses.remember(conn, ends_of(answered))
        await conn.execute(
            f"update {self._schema}.outbox set sent_at = clock_timestamp()"  # noqa: S608
            " where id = any($1::bigint[])",
            [row["id"] for row in rows],
        )
        metrics.OUTBOX_SENT.labels(self._schema).inc(len(rows))
        return len(rows)

    async def _connected(self) -> AIOKafkaProducer:
        if self._producer is None:
            # Kafka may have come back empty: without its topics every send would wait for ever.
            await topics.ensure(self._bootstrap, patience=SEND_PATIENCE)
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                linger_ms=0,
                request_timeout_ms=10_000,
            )
            try:
                await producer.start()
            except BaseException:
                await _stop(producer)
                raise
            self._producer = producer
        return self._producer

    async def _drop_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await _stop(producer)
        await self._losses.close()


async def _stop(producer: AIOKafkaProducer) -> None:
    """Stopping flushes, which hangs while Kafka is away: bounded, as every row is in Postgres."""
    with suppress(Exception):
        await asyncio.wait_for(producer.stop(), 3)
