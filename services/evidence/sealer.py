"""The loop that seals: takes an item, seals it, and over any outage tries again."""

import asyncio
from typing import Final

import structlog

from services.evidence.lock_proof import LockProof
from services.evidence.seal_queue import HoldLost, Job, SealQueue
from services.evidence.sealing import Sealing
from services.kit import telemetry
from services.kit.errors import Unavailable

log = structlog.get_logger(__name__)

IDLE_SECONDS: Final = 0.25


class Sealer:
    """One of several that share the queue."""

    def __init__(self, queue: SealQueue, sealing: Sealing, proof: LockProof) -> None:
        self._queue = queue
        self._sealing = sealing
        self._proof = proof

    async def run(self) -> None:
        """Seal until cancelled; nothing before the store has shown that it locks."""
        await self._proof.proven()
        while True:
            try:
                job = await self._queue.take()
            except Unavailable:
                job = None
                await asyncio.sleep(1)
            if job is None:
                await asyncio.sleep(IDLE_SECONDS)
            else:
                with telemetry.continued(job.item.traceparent, "seal"):
                    await self._work(job)

    async def _work(self, job: Job) -> None:
        try:
            async with self._queue.kept(job):
                await self._sealing.seal(job)
        except HoldLost:
            log.warning("seal_hold_lost", evidence_id=str(job.item.evidence_id))
        except Unavailable as error:
            log.warning("seal_postponed", code=error.code, tries=job.item.tries)
            await self._put_back(job)
        except Exception:
            # An unknown failure of one item must not stop the others; it stays in the backlog.
            log.exception("seal_failed", evidence_id=str(job.item.evidence_id))
            await self._put_back(job)

    async def _put_back(self, job: Job) -> None:
        try:
            await self._queue.put_back(job)
        except Unavailable:
            # The hold ends by itself, and then the item is taken again.
            log.warning("seal_not_put_back", evidence_id=str(job.item.evidence_id))
