"""Tells the facts that waited, once there is somebody to hear them."""

import asyncio
import time
from typing import Final
from uuid import UUID

import structlog

from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.register import waiting
from services.workflow.register.waiting import Fact
from services.workflow.telling import FactTeller

log = structlog.get_logger(__name__)

BATCH: Final = 200
AT_ONCE: Final = 8
LOOK_AGAIN: Final = 1.0
LONGEST_PAUSE: Final = 15.0
PATIENCE: Final = 60.0
"""Seconds in which the workflow that the register names may still come; then a person hears it."""


class CatchingUp:
    """Each complaint's facts in their order; a row goes only after its fact was heard."""

    def __init__(
        self, database: Database, teller: FactTeller, *, patience: float = PATIENCE
    ) -> None:
        self._database = database
        self._teller = teller
        self._patience = patience
        self._room = asyncio.Semaphore(AT_ONCE)
        self._unheard_since: dict[UUID, float] = {}

    async def run(self) -> None:
        """Until cancelled; an outage lengthens the pause, and nothing is given up."""
        pause = LOOK_AGAIN
        while True:
            try:
                await self.tell_waiting()
            except Unavailable as error:
                log.warning("telling_postponed", code=error.code)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = LOOK_AGAIN
            await asyncio.sleep(pause)

    async def tell_waiting(self) -> None:
        """All that can be heard now; what is wrong with one complaint holds up no other."""
        async with self._database.connection() as conn:
            complaints = await waiting.hearable(conn, BATCH)
        outcomes = await asyncio.gather(
            *(self._in_order(one) for one in complaints), return_exceptions=True
        )
        away = None
        for complaint_id, outcome in zip(complaints, outcomes, strict=True):
            if isinstance(outcome, Unavailable):
                away = outcome
            elif isinstance(outcome, Exception):
                log.error("fact_not_told", complaint_id=str(complaint_id), exc_info=outcome)
            elif isinstance(outcome, BaseException):
                raise outcome
        if away is not None:
            raise away

    async def _in_order(self, complaint_id: UUID) -> None:
        async with self._room:
            async with self._database.connection() as conn:
                facts = await waiting.of_complaint(conn, complaint_id)
            for fact in facts:
                if not await self._heard(fact):
                    return
                async with self._database.connection() as conn:
                    await waiting.heard(conn, fact.event.id)

    async def _heard(self, fact: Fact) -> bool:
        if not await self._teller.tell(fact):
            since = self._unheard_since.setdefault(fact.event.id, time.monotonic())
            if time.monotonic() - since < self._patience:
                return False
            await self._teller.tell_a_person(fact)
        self._unheard_since.pop(fact.event.id, None)
        return True
