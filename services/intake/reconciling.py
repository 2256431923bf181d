"""The promise that every acknowledged complaint is answered by a case event, kept by looking.

By the real clock, from Postgres, however old: Kafka may have lost what it had. A complaint that
nothing has answered is sent again under the same event id and sequence; whoever has it ignores it.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import BaseModel

from services.intake.projecting import Projecting
from services.kit import metrics, outbox, topics
from services.kit.database import Database
from services.kit.errors import Unavailable

log = structlog.get_logger(__name__)

LONGEST_WAIT: Final = timedelta(hours=1)
AT_ONCE: Final = 200

_UNANSWERED = """
select complaint_id, sent_again, recorded_at, alerted_at from intake.standing
where answered_at is null and recorded_at < clock_timestamp() - $1::interval
    and (sent_again_at is null or sent_again_at < clock_timestamp()
        - least($1::interval * power(2, least(sent_again, 20)), greatest($2, $1::interval)))
order by recorded_at limit $3
for update skip locked
"""


class Counts(BaseModel, frozen=True):
    """acknowledged = opened + joined + settled + waiting."""

    acknowledged: int
    opened: int
    joined: int
    settled: int
    waiting: int
    oldest: datetime | None
    """When the oldest waiting one was acknowledged, by the real clock."""
    unanswered: int
    """Of the waiting: those that no case event has answered at all."""


async def count(database: Database) -> Counts:
    """How the acknowledged complaints stand, all of them."""
    async with database.connection() as conn:
        row = await conn.fetchrow(
            "select count(*) as acknowledged,"
            " count(*) filter (where answered_by = 'opened') as opened,"
            " count(*) filter (where answered_by = 'joined') as joined,"
            " count(*) filter (where answered_by = 'settled') as settled,"
            " count(*) filter (where answered_by is null) as waiting,"
            " min(complaint.recorded_at) filter (where answered_by is null) as oldest,"
            " count(*) filter (where answered_at is null) as unanswered"
            " from intake.complaint left join intake.standing using (complaint_id)"
        )
    return Counts(**dict(row))


class Reconciling:
    """Looks for the unanswered, for ever."""

    def __init__(
        self,
        database: Database,
        projecting: Projecting,
        *,
        send_again_after: timedelta,
        alert_after: timedelta,
    ) -> None:
        self._database = database
        self._projecting = projecting
        self._send_again_after = send_again_after
        self._alert_after = alert_after

    async def run(self) -> None:
        """Look until cancelled."""
        pause = min(self._send_again_after.total_seconds() / 4, 30.0)
        while True:
            try:
                await self._projecting.apply_early()
                while await self.round() == AT_ONCE:
                    pass
                await self._alert()
            except Unavailable as error:
                log.warning("reconciling_paused", code=error.code)
            await asyncio.sleep(pause)

    async def round(self) -> int:
        """Send again what is due; counts the complaints."""
        async with self._database.transaction() as conn:
            rows = await conn.fetch(_UNANSWERED, self._send_again_after, LONGEST_WAIT, AT_ONCE)
            for row in rows:
                await outbox.send_again(conn, "intake", topics.COMPLAINT, row["complaint_id"])
            await conn.execute(
                "update intake.standing set sent_again = sent_again + 1,"
                " sent_again_at = clock_timestamp() where complaint_id = any($1::uuid[])",
                [row["complaint_id"] for row in rows],
            )
        if rows:
            log.warning("complaints_sent_again", count=len(rows))
        return len(rows)

    async def _alert(self) -> None:
        """Make it loud, once a complaint, that one is unanswered for too long."""
        async with self._database.transaction() as conn:
            unanswered = await conn.fetchval(
                "select count(*) from intake.standing where answered_at is null"
                " and recorded_at < clock_timestamp() - $1::interval",
                self._alert_after,
            )
            new = await conn.fetch(
                "update intake.standing set alerted_at = clock_timestamp()"
                " where answered_at is null and alerted_at is null"
                " and recorded_at < clock_timestamp() - $1::interval returning complaint_id",
                self._alert_after,
            )
        metrics.UNANSWERED.set(unanswered)
        if new:
            log.error("complaints_unanswered", count=len(new), runbook="reconcile")
