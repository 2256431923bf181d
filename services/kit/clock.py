"""The legal clock: today as the law sees it; in a sandbox it can stand still and be advanced.

Only legal dates use it (received, happened, recorded, due). Everything technical — tokens, grants,
retries, retention in the store, logs — uses the real clock.
"""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from services.kit.database import Database

FRESH_FOR = 1.0
"""Seconds for which a reading of the record may be reused."""
CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far a sender's clock may be ahead of ours: an instant beyond it has not been yet."""


class LegalClock(Protocol):
    """What the middle asks: the time, and the day where the law is applied."""

    async def now(self) -> datetime:
        """The legal instant, in UTC."""
        ...

    async def today(self, zone: str) -> date:
        """The legal day in the given zone."""
        ...


class ClockRecord(BaseModel, frozen=True):
    """virtual time = virtual_anchor + rate x (real time - real_anchor)."""

    generation: int
    real_anchor: datetime
    virtual_anchor: datetime
    rate: float

    def at(self, real: datetime) -> datetime:
        """The legal instant at a real one."""
        return self.virtual_anchor + (real - self.real_anchor) * self.rate

    def real_seconds_until(self, legal: datetime, real: datetime) -> float | None:
        """Real seconds until the legal instant; None if it lies ahead and the clock stands."""
        ahead = (legal - self.at(real)).total_seconds()
        if ahead <= 0:
            return 0.0
        return ahead / self.rate if self.rate > 0 else None


class InstallationClock:
    """The installation's clock, read from `access.clock` at most once a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read_at = -FRESH_FOR
        self._record: ClockRecord | None = None
        self._lock = asyncio.Lock()

    @property
    def is_fresh(self) -> bool:
        """Whether the next question needs no Postgres."""
        return self._record is not None and time.monotonic() - self._read_at < FRESH_FOR

    async def record(self) -> ClockRecord:
        """The record in force (at most a second old)."""
        if self._record is None or not self.is_fresh:
            async with self._lock:
                if self._record is None or not self.is_fresh:
                    return await self._look()
        return self._record

    async def anew(self) -> ClockRecord:
        """The record in force now, whatever was read before: for whoever was told it changed."""
        async with self._lock:
            return await self._look()

    async def _look(self) -> ClockRecord:
        begun = time.monotonic()
        async with self._database.reserved() as conn:
            row = await conn.fetchrow(
                "select generation, real_anchor, virtual_anchor, rate"
                " from access.clock order by generation desc limit 1"
            )
        self._record, self._read_at = ClockRecord(**dict(row)), begun
        return self._record

    async def now(self) -> datetime:
        """The legal instant, in UTC."""
        return (await self.record()).at(datetime.now(UTC))

    async def today(self, zone: str) -> date:
        """The legal day in the given zone."""
        return (await self.now()).astimezone(ZoneInfo(zone)).date()
