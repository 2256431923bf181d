"""Starts `complaint/<id>` for every complaint that waits, however long Temporal was away.

The row is there before anything is started; a complaint that is settled never starts again.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Final
from uuid import UUID

import structlog

from services.kit import instants, telemetry
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.orchestrator import Orchestrator
from services.workflow.register import arrivals
from services.workflow.workflows.state import ReceivedComplaint, complaint_workflow

log = structlog.get_logger(__name__)

WORKFLOW: Final = "ComplaintWorkflow"
BATCH: Final = 200
NOTED_TOGETHER: Final = 20
"""So many starts at most are noted by one commit, while the next are under way."""
LOOK_AGAIN: Final = 2.0
"""Seconds after which the rows are looked through even if nobody said that one came."""
LONGEST_PAUSE: Final = 15.0


class ComplaintStarter:
    """Takes complaints from waiting to started, a few at the same time."""

    def __init__(self, database: Database, orchestrator: Orchestrator, *, at_once: int) -> None:
        self._database = database
        self._orchestrator = orchestrator
        self._room = asyncio.Semaphore(at_once)
        self._came = asyncio.Event()

    def wake(self) -> None:
        """A complaint came in: do not wait for the next look."""
        self._came.set()

    async def run(self) -> None:
        """Start until cancelled; an outage lengthens the pause, and nothing is given up."""
        pause, failed = LOOK_AGAIN, False
        while True:
            self._came.clear()
            try:
                if failed:
                    # One question, before all that waits is tried again.
                    await self._orchestrator.ready()
                full = await self.start_waiting() == BATCH
            except Unavailable as error:
                log.warning("starts_postponed", code=error.code)
                pause, failed = min(pause * 2, LONGEST_PAUSE), True
                await asyncio.sleep(pause)
                continue
            pause, failed = LOOK_AGAIN, False
            if not full:
                await self._next()

    async def start_waiting(self) -> int:
        """Starts those that wait now, the oldest first; how many there were."""
        async with self._database.connection() as conn:
            waiting = await arrivals.pending(conn, BATCH)
        starts = [asyncio.create_task(self._start(complaint)) for complaint in waiting]
        try:
            await self._note(starts)
        finally:
            for start in starts:
                start.cancel()
            await asyncio.gather(*starts, return_exceptions=True)
        return len(waiting)

    async def _note(self, starts: Sequence[asyncio.Task[UUID]]) -> None:
        """Writes down what begins, some at a time; raises a start's failure when all are over."""
        begun: list[UUID] = []
        failed: list[Exception] = []
        for left, start in zip(count(len(starts) - 1, -1), asyncio.as_completed(starts)):
            try:
                begun.append(await start)
            except Exception as error:  # noqa: BLE001 -- raised below
                failed.append(error)
            if begun and (len(begun) >= NOTED_TOGETHER or left == 0):
                async with self._database.transaction() as conn:
                    await arrivals.started(conn, begun, datetime.now(UTC))
                begun = []
        if failed:
            raise failed[0]

    async def _start(self, complaint: ReceivedComplaint) -> UUID:
        async with self._room:
            with telemetry.continued(complaint.traceparent, "start complaint"):
                workflow_id = complaint_workflow(complaint.complaint_id)
                new = await self._orchestrator.start(WORKFLOW, workflow_id, complaint)
                if not new:
                    log.error("complaint_had_ended", complaint_id=str(complaint.complaint_id))
                await instants.reached("workflow.started_before_row")
        return complaint.complaint_id

    async def _next(self) -> None:
        try:
            await asyncio.wait_for(self._came.wait(), LOOK_AGAIN)
        except TimeoutError:
            return
