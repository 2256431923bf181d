"""Lets open clocks be read again when the legal clock or the holiday table changed."""

import asyncio
from typing import Final

import structlog

from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow import calendar_store
from services.workflow.orchestrator import Ended, Orchestrator

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 1.0
_SERIES: Final = "rearmed"


class ClockWatcher:
    """Remembers in the register how far it came, so that a restart neither misses nor repeats."""

    def __init__(
        self,
        database: Database,
        clock: InstallationClock,
        orchestrator: Orchestrator,
        *,
        at_once: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._orchestrator = orchestrator
        self._room = asyncio.Semaphore(at_once)

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            try:
                await self.look()
            except Unavailable as error:
                log.warning("rearming_postponed", code=error.code)
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> int:
        """Tells every workflow with an open clock, if there is a change; how many were told."""
        now = await self._state()
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                "select series, last from workflow.counter where jurisdiction = '' and year = 0"
            )
            if {row["series"]: row["last"] for row in rows} == now:
                return 0
            open_clocks = await conn.fetch(
                "select distinct workflow_id from workflow.clock where state = 'running'"
            )
        told = [row["workflow_id"] for row in open_clocks]
        await asyncio.gather(*(self._tell(workflow_id) for workflow_id in told))
        async with self._database.transaction() as conn:
            await conn.executemany(
                "insert into workflow.counter (jurisdiction, year, series, last)"
                " values ('', 0, $1, $2) on conflict (jurisdiction, year, series)"
                " do update set last = excluded.last",
                list(now.items()),
            )
        log.info("clocks_rearmed", workflows=len(told), **now)
        return len(told)

    async def _state(self) -> dict[str, int]:
        async with self._database.connection() as conn:
            calendar = await calendar_store.current(conn, "")
        record = await self._clock.record()
        return {
            f"{_SERIES}-calendar": calendar.version,
            f"{_SERIES}-generation": record.generation,
        }

    async def _tell(self, workflow_id: str) -> None:
        async with self._room:
            try:
                await self._orchestrator.signal(workflow_id, "rearm")
            except Ended:
                log.info("clock_of_an_ended_workflow", workflow_id=workflow_id)
