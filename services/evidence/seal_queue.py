"""The queue of what is to be sealed: rows, taken by one sealer at a time, never lost.

An item in hand is held for a while by the real clock and the hold is renewed; a sealer that was
killed loses it and another takes the item again. Whoever lost the hold can commit nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from services.evidence.items import COLUMNS, Item, item_of
from services.kit import metrics
from services.kit.database import Connection, Database
from services.kit.errors import Unavailable

LONGEST_WAIT: Final = timedelta(minutes=1)


class HoldLost(Exception):
    """Another sealer has the item by now."""


@dataclass(frozen=True, slots=True)
class Job:
    """An item in hand."""

    item: Item
    holder: UUID


class SealQueue:
    """Takes items out of `received`, and out of `sealing` when their holder is gone."""

    def __init__(self, database: Database, hold: timedelta) -> None:
        self._database = database
        self._hold = hold

    async def take(self) -> Job | None:
        """The next item whose turn has come, or None."""
        holder = uuid4()
        async with self._database.transaction() as conn:
            row = await conn.fetchrow(
                "update evidence.item set state = 'sealing', held_by = $1,"  # noqa: S608
                " held_until = clock_timestamp() + $2::interval, tries = tries + 1"
                " where evidence_id = (select evidence_id from evidence.item"
                " where state in ('received', 'sealing') and next_try_at <= clock_timestamp()"
                " and (held_until is null or held_until < clock_timestamp())"
                " order by next_try_at limit 1 for update skip locked)"
                f" returning {COLUMNS}",
                holder,
                self._hold,
            )
        return Job(item_of(row), holder) if row is not None else None

    @asynccontextmanager
    async def kept(self, job: Job) -> AsyncIterator[None]:
        """Renew the hold while the item is worked on."""
        renewing = asyncio.create_task(self._renew(job))
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def _renew(self, job: Job) -> None:
        while True:
            await asyncio.sleep(self._hold.total_seconds() / 4)
            with suppress(Unavailable):
                async with self._database.connection() as conn:
                    await conn.execute(
                        "update evidence.item set held_until = clock_timestamp() + $3::interval"
                        " where evidence_id = $1 and held_by = $2",
                        job.item.evidence_id,
                        job.holder,
                        self._hold,
                    )

    async def claim(self, conn: Connection, job: Job) -> None:
        """Hold the row for the rest of the transaction, or HoldLost."""
        ours = await conn.fetchval(
            "select true from evidence.item where evidence_id = $1 and held_by = $2"
            " and state = 'sealing' for update",
            job.item.evidence_id,
            job.holder,
        )
        if not ours:
            raise HoldLost

    async def put_back(self, job: Job) -> None:
        """Not now: another try later, longer and longer apart, for ever."""
        wait = min(LONGEST_WAIT, timedelta(seconds=0.5 * 2 ** min(job.item.tries, 10)))
        async with self._database.connection() as conn:
            await conn.execute(
                "update evidence.item set held_by = null, held_until = null,"
                " next_try_at = clock_timestamp() + $3::interval"
                " where evidence_id = $1 and held_by = $2",
                job.item.evidence_id,
                job.holder,
                wait,
            )

    async def measure(self) -> None:
        """Set the figure of what waits to be sealed."""
        async with self._database.connection() as conn:
            waiting = await conn.fetchval(
                "select count(*) from evidence.item where state in ('received', 'sealing')"
            )
        metrics.SEAL_BACKLOG.set(waiting)
