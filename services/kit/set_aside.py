"""Messages that can never be worked, kept for a person with their original bytes sealed."""

import hashlib
from datetime import datetime

import structlog
from aiokafka import AIOKafkaProducer
from pydantic import BaseModel

from services.kit import metrics
from services.kit.database import Database
from services.kit.errors import NotFound
from services.kit.sealing import Sealer

log = structlog.get_logger(__name__)


class Kept(BaseModel, frozen=True):
    """One message set aside; its bytes are shown on request only."""

    id: int
    consumer: str
    topic: str
    partition: int
    offset: int
    reason: str
    tries: int
    state: str
    kept_at: datetime


class SetAside:
    """The set-aside messages of one service's schema."""

    def __init__(self, database: Database, schema: str, sealer: Sealer) -> None:
        self._database = database
        self._schema = schema
        self._sealer = sealer

    async def keep(
        self,
        consumer: str,
        topic: str,
        partition: int,
        offset: int,
        key: bytes | None,
        body: bytes,
        reason: str,
    ) -> None:
        """Keep a message once per place and bytes; a second reading of it only counts a try."""
        async with self._database.transaction() as conn:
            await conn.execute(
                f"insert into {self._schema}.set_aside"  # noqa: S608
                ' (consumer, topic, partition, "offset", key, body_sealed, body_sha256, reason)'
                " values ($1, $2, $3, $4, $5, $6, $7, $8)"
                ' on conflict (consumer, topic, partition, "offset", body_sha256)'
                " do update set tries = set_aside.tries + 1",
                consumer,
                topic,
                partition,
                offset,
                key,
                self._sealer.seal(body, self._aad(topic)),
                hashlib.sha256(body).digest(),
                reason,
            )
        metrics.SET_ASIDE.labels(consumer, reason).inc()
        log.error(
            "message_set_aside", topic=topic, partition=partition, offset=offset, reason=reason
        )

    async def listing(self, state: str = "kept") -> list[Kept]:
        """Those in the given state, oldest first."""
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                f"select * from {self._schema}.set_aside"  # noqa: S608
                " where state = $1 order by id",
                state,
            )
        return [Kept(**dict(row)) for row in rows]

    async def measure(self, group: str) -> None:
        """Set the figure of what waits for a person."""
        async with self._database.connection() as conn:
            waiting = await conn.fetchval(
                f"select count(*) from {self._schema}.set_aside"  # noqa: S608
                " where consumer = $1 and state = 'kept'",
                group,
            )
        metrics.SET_ASIDE_WAITING.labels(group).set(waiting)

    async def bytes_of(self, kept_id: int) -> bytes:
        """The original bytes of one."""
        async with self._database.connection() as conn:
            row = await conn.fetchrow(
                f"select topic, body_sealed from {self._schema}.set_aside where id = $1",  # noqa: S608
                kept_id,
            )
        if row is None:
            raise NotFound("not-found")
        return self._sealer.open(row["body_sealed"], self._aad(row["topic"]))

    async def replay(self, kept_id: int, producer: AIOKafkaProducer, actor: str) -> bool:
        """Send the original bytes again to its topic; False if it was settled before.

        Marked in the transaction that waits for Kafka's answer: killed in between, it is sent
        again, and the sink ignores the second.
        """
        async with self._database.transaction() as conn:
            row = await conn.fetchrow(
                f"select topic, key, body_sealed from {self._schema}.set_aside"  # noqa: S608
                " where id = $1 and state = 'kept' for update",
                kept_id,
            )
            if row is None:
                there = await conn.fetchval(
                    f"select true from {self._schema}.set_aside where id = $1",  # noqa: S608
                    kept_id,
                )
                if not there:
                    raise NotFound("not-found")
                return False
            body = self._sealer.open(row["body_sealed"], self._aad(row["topic"]))
            await producer.send_and_wait(row["topic"], body, key=row["key"])
            await conn.execute(
                f"update {self._schema}.set_aside set state = 'replayed',"  # noqa: S608
                " settled_at = clock_timestamp(), settled_by = $2 where id = $1",
                kept_id,
                actor,
            )
        return True

    def _aad(self, topic: str) -> str:
        return f"{self._schema}.set_aside|{topic}"
