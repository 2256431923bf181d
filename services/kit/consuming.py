"""Reading events from Kafka at least once; the only file that knows acknowledgements.

- A dependency is away (`Unavailable`): wait, at most a minute a read and growing over reads, and
  read again. An outage sets nothing aside.
- Never workable (bytes, form, `Malformed`, `Refused`, `NotFound`): set aside, then go on.
- Anything else is our bug: tried a few times, then set aside, loudly.

FastStream's defaults lose messages (acknowledge first, latest offset, broker-level policies that do
not reach routers), so every subscriber is made here, and a test walks them.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import structlog
from aiokafka.errors import KafkaError
from faststream import AckPolicy, BaseMiddleware
from faststream.kafka import KafkaBroker
from pydantic import TypeAdapter, ValidationError

from services.kit import instants, metrics, telemetry
from services.kit.errors import Failure, Unavailable
from services.kit.set_aside import SetAside

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds a read may wait: far below `max.poll.interval.ms` (300 s), or the group evicts us."""
FIRST_PAUSE = 0.5
TRIES = 5
LAG_EVERY = 5.0
LEARN_TOPICS_EVERY_MS = 5_000
"""A Kafka that has just come back knows its topics a moment later than its groups: who shares out
the partitions in between gives nobody any, and by default looks again after five minutes."""

Handler = Callable[[Any], Awaitable[None]]


class Consumer:
    """The subscribers of one process, under one group."""

    def __init__(self, bootstrap: str, group: str, set_aside: SetAside) -> None:
        self.group = group
        self._set_aside = set_aside
        self._pauses: dict[tuple[str, int], float] = {}
        self.broker = KafkaBroker(
            bootstrap,
            client_id=group,
            acks="all",
            enable_idempotence=True,
            # It would make a lost topic again with one partition; `topics.ensure` knows how many.
            allow_auto_create_topics=False,
            metadata_max_age_ms=LEARN_TOPICS_EVERY_MS,
            middlewares=[_judge(group, set_aside, self._pauses)],
            graceful_timeout=20,
            logger=None,
            apply_types=False,
        )

    def subscribe(self, topic: str, event_type: Any, handler: Handler) -> None:  # noqa: ANN401
        """Hand every event of the topic to the handler, in order per key, at least once."""
        adapter: TypeAdapter[Any] = TypeAdapter(event_type)

        async def decode(message: Any) -> Any:  # noqa: ANN401 -- FastStream's message
            return adapter.validate_json(message.body)

        @self.broker.subscriber(
            topic,
            group_id=self.group,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            max_poll_interval_ms=300_000,
            decoder=decode,
        )
        async def take(event: Any) -> None:  # noqa: ANN401 -- decoded above
            with telemetry.continued(event.traceparent, f"take {event.type}"):
                await instants.reached(f"{self.group}.before_handling")
                await handler(event)
                await instants.reached(f"{self.group}.handled_before_offset")
                log.info("event_taken", type=event.type, subject=str(event.subject))

    async def run(self) -> None:
        """Read until cancelled; waits for Kafka if it is not there yet."""
        patience = FIRST_PAUSE
        while True:
            try:
                await self.broker.start()
                break
            except (KafkaError, OSError) as error:
                log.warning("kafka_awaited", group=self.group, reason=type(error).__name__)
                await self.broker.stop()
                await asyncio.sleep(patience)
                patience = min(patience * 2, 5.0)
        try:
            while True:
                await self._measure_lag()
                with suppress(Unavailable):
                    await self._set_aside.measure(self.group)
                await asyncio.sleep(LAG_EVERY)
        finally:
            await asyncio.wait_for(self.broker.stop(), 25)

    async def _measure_lag(self) -> None:
        """How many messages this process has yet to take, by topic; one that waits is not taken."""
        for subscriber in self.broker.subscribers:
            consumer: Any = getattr(subscriber, "consumer", None)
            if consumer is None:
                continue
            lag: Counter[str] = Counter()
            for place in consumer.assignment():
                with suppress(KafkaError, TimeoutError):
                    position = await asyncio.wait_for(consumer.position(place), 2)
                    lag[place.topic] += max(0, (consumer.highwater(place) or 0) - position)
                # The one in hand is behind the position already, and may wait for long.
                lag[place.topic] += (place.topic, place.partition) in self._pauses
            for topic, behind in lag.items():
                metrics.CONSUMER_LAG.labels(self.group, topic).set(behind)


class Judge(BaseMiddleware[Any, Any]):
    """The one middleware: what an error of a message means."""

    group: str
    set_aside: SetAside
    pauses: dict[tuple[str, int], float]

    async def consume_scope(self, call_next: Any, msg: Any) -> Any:  # noqa: ANN401
        """Hand the message on; wait while a dependency is away, try a bug a few times."""
        raw = msg.raw_message
        place = (raw.topic, raw.partition)
        waited, tries = 0.0, 0
        while True:
            try:
                result = await call_next(msg)
            except Unavailable as error:
                pause = self._pause(raw, waited, error)
                waited += pause
            except (Failure, ValidationError, asyncpg.DataError):
                raise  # never workable, the last because Postgres can never hold it (NUL)
            except Exception as error:
                tries += 1
                if tries >= TRIES:
                    raise
                pause = FIRST_PAUSE * tries
                log.exception("handler_crashed", topic=raw.topic, kind=type(error).__name__)
            else:
                self.pauses.pop(place, None)
                return result
            await asyncio.sleep(pause * random.uniform(0.8, 1.0))  # noqa: S311 -- jitter

    async def after_processed(
        self,
        exc_type: Any = None,  # noqa: ANN401
        exc_val: Any = None,  # noqa: ANN401
        exc_tb: Any = None,  # noqa: ANN401
    ) -> bool | None:
        """Set aside what can never be worked; the offset moves only after that is committed."""
        del exc_type, exc_tb
        if not isinstance(exc_val, Exception) or isinstance(exc_val, Unavailable):
            return False
        await self._keep(exc_val)
        await instants.reached(f"{self.group}.set_aside_before_offset")
        return True

    async def _keep(self, error: Exception) -> None:
        """Set the message aside; raises Unavailable after a long wait, and it is read again."""
        raw, waited = self.msg, 0.0
        reason = error.code if isinstance(error, Failure) else type(error).__name__
        while True:
            try:
                await self.set_aside.keep(
                    self.group,
                    raw.topic,
                    raw.partition,
                    raw.offset,
                    raw.key,
                    raw.value or b"",
                    reason,
                )
            except Unavailable as away:
                pause = self._pause(raw, waited, away)
            else:
                self.pauses.pop((raw.topic, raw.partition), None)
                return
            waited += pause
            await asyncio.sleep(pause)

    def _pause(self, raw: Any, waited: float, error: Unavailable) -> float:  # noqa: ANN401
        """How long to wait now, longer each time; raises once a read has waited enough."""
        place = (raw.topic, raw.partition)
        pause = min(self.pauses.get(place, FIRST_PAUSE), LONGEST_PAUSE - waited)
        if pause <= 0:
            raise error
        self.pauses[place] = min(pause * 2, LONGEST_PAUSE / 2)
        log.warning("read_paused", topic=raw.topic, code=error.code)
        return pause


def _judge(group: str, set_aside: SetAside, pauses: dict[tuple[str, int], float]) -> type[Judge]:
    """The middleware of one process: FastStream makes an instance of the class per message."""
    return type("GroupJudge", (Judge,), {"group": group, "set_aside": set_aside, "pauses": pauses})
