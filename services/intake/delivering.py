"""Delivering notices: each agency's in order, by the schedule, as durable rows.

A delivery is leased, made outside any transaction, then recorded; killed in between it is made
again under the same `webhook-id`. While the oldest one waits, the younger ones wait behind it.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from services.intake.addresses import Guard
from services.intake.posting import PATIENCE, Answer, Poster, signed
from services.intake.webhooks import Webhooks
from services.kit import metrics, telemetry
from services.kit.database import Database
from services.kit.errors import Malformed, Unavailable
from services.kit.instants import reached

log = structlog.get_logger(__name__)

# The waits of Standard Webhooks 1.0.0: ten tries in 75 h 35 min 5 s.
SCHEDULE: Final = (
    timedelta(),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
GIVEN_UP_AFTER: Final = timedelta(days=5)
"""An address that has failed for so long is disabled until it is put again."""
LEASE: Final = 2 * PATIENCE
"""For so long nobody else makes a delivery: it is over by then, or its process is dead."""
AT_ONCE: Final = 16
IDLE: Final = timedelta(seconds=0.2)

_TAKE = """
update intake.delivery set leased_until = clock_timestamp() + $2
where (agency_id, position) in (
    select agency_id, position from intake.delivery first
    join intake.webhook using (agency_id)
    where state = 'waiting' and next_try_at <= clock_timestamp()
        and (leased_until is null or leased_until < clock_timestamp()) and disabled_at is null
        and not exists (
            select from intake.delivery earlier
            where earlier.agency_id = first.agency_id and earlier.state = 'waiting'
                and earlier.position < first.position
        )
    order by next_try_at limit $1 for update of first skip locked
)
returning agency_id, position, tries
"""
_WHAT = """
select notice.agency_id, notice.position, notice_id, body, traceparent, url, secret_sealed,
    former_secret_sealed, former_until, put_at, failing_since
from intake.notice join intake.webhook using (agency_id)
where agency_id = $1 and position = $2
"""


def wait_after(tries: int, asked: timedelta | None, divisor: float) -> timedelta | None:
    """How long to wait after so many failed tries; None when the schedule is used up.

    What the receiver asked for by Retry-After is honoured, a day at most.
    """
    if tries >= len(SCHEDULE):
        return None
    return max(SCHEDULE[tries] / divisor, min(asked or timedelta(), SCHEDULE[-1]))


class Delivering:
    """Works the delivery rows of all agencies."""

    def __init__(
        self,
        database: Database,
        webhooks: Webhooks,
        guard: Guard,
        poster: Poster,
        *,
        divisor: float = 1.0,
    ) -> None:
        self._database = database
        self._webhooks = webhooks
        self._guard = guard
        self._poster = poster
        self._divisor = divisor

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            try:
                busy = await self.round()
            except Unavailable as error:
                log.warning("deliveries_paused", code=error.code)
                busy = False
            if not busy:
                await asyncio.sleep(IDLE.total_seconds())

    async def round(self) -> bool:
        """Make the deliveries that are due now, one an agency; False if there was none."""
        async with self._database.transaction() as conn:
            taken = await conn.fetch(_TAKE, AT_ONCE, LEASE)
            waiting = await conn.fetchval(
                "select count(*) from intake.delivery where state = 'waiting'"
            )
        metrics.NOTICES_WAITING.set(waiting)
        await asyncio.gather(*(self._deliver(one) for one in taken))
        return bool(taken)

    async def _deliver(self, taken: Any) -> None:  # noqa: ANN401 -- an asyncpg record
        async with self._database.connection() as conn:
            found = await conn.fetchrow(_WHAT, taken["agency_id"], taken["position"])
        if found is None:
            return
        row = dict(found)
        with telemetry.continued(row["traceparent"], "deliver"):
            answer = await self._sent(row)
            await reached("intake.delivered_before_mark")
            await self._record(row, taken["tries"] + 1, answer)

    async def _sent(self, row: dict[str, Any]) -> Answer:
        try:
            target = await self._guard.judge(row["url"])
        except Malformed as refused:
            return Answer(None, refused.pointers[0].code)
        secrets, now = self._webhooks.secrets(row), datetime.now(UTC)
        headers = signed(row["body"], row["notice_id"], now, secrets) | self._trace(row)
        try:
            return await self._poster.post(target, headers, row["body"])
        except Exception as error:
            # One agency's odd address must not end the deliveries of all.
            log.exception("delivery_crashed", kind=type(error).__name__)
            return Answer(None, "crashed")

    @staticmethod
    def _trace(row: dict[str, Any]) -> dict[str, str]:
        return {"traceparent": row["traceparent"]} if row["traceparent"] else {}

    async def _record(self, row: dict[str, Any], tries: int, answer: Answer) -> None:
        agency_id, position = row["agency_id"], row["position"]
        wait = None if answer.good else wait_after(tries, answer.retry_after, self._divisor)
        state = "delivered" if answer.good else "exhausted" if wait is None else "waiting"
        async with self._database.transaction() as conn:
            current = await conn.fetchrow(
                "select put_at, failing_since from intake.webhook where agency_id = $1 for update",
                agency_id,
            )
            # The address was put again meanwhile: what the old one answered is nothing to it.
            if not answer.good and (current is None or current["put_at"] != row["put_at"]):
                state, wait = "waiting", timedelta()
            await conn.execute(
                "update intake.delivery set state = $3, tries = $4, leased_until = null,"
                " last_answer = $5, next_try_at = clock_timestamp() + $6,"
                " settled_at = case when $3 = 'waiting' then null else clock_timestamp() end"
                " where agency_id = $1 and position = $2 and state = 'waiting'",
                agency_id,
                position,
                state,
                tries,
                answer.said,
                wait or timedelta(),
            )
            if current is not None and current["put_at"] == row["put_at"]:
                await self._judge(conn, agency_id, current["failing_since"], answer)
        log.info("notice_sent", position=position, answer=answer.said, state=state, tries=tries)

    async def _judge(
        self,
        conn: Any,  # noqa: ANN401 -- an asyncpg connection
        agency_id: str,
        since: datetime | None,
        answer: Answer,
    ) -> None:
        """What an answer means for the address itself."""
        reason = None
        if answer.status == 410:
            reason = "gone"
        elif not answer.good and since is not None:
            failing_for = datetime.now(UTC) - since
            reason = "failing" if failing_for >= GIVEN_UP_AFTER / self._divisor else None
        await conn.execute(
            "update intake.webhook set failing_since ="
            " case when $2 then null else coalesce(failing_since, clock_timestamp()) end,"
            " disabled_at = case when $3::text is null then disabled_at"
            " else clock_timestamp() end, disabled_for = coalesce($3, disabled_for)"
            " where agency_id = $1",
            agency_id,
            answer.good,
            reason,
        )
        if reason is not None:
            log.warning("webhook_disabled", reason=reason)
