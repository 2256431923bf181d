"""Takes facts from intake and evidence: the register first, then whoever must hear of it."""

from services.contracts.events import ComplaintEvent, EvidenceAttached, EvidenceEvent
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.register import arrivals, waiting
from services.workflow.register.waiting import Fact
from services.workflow.starting import ComplaintStarter
from services.workflow.telling import FactTeller


class Taking:
    """Safe to repeat: a second reading of a fact writes nothing and tells the same again."""

    def __init__(self, database: Database, starter: ComplaintStarter, teller: FactTeller) -> None:
        self._database = database
        self._starter = starter
        self._teller = teller

    async def complaint(self, event: ComplaintEvent) -> None:
        """A complaint waits to be started, was supplemented, or was taken back."""
        async with self._database.transaction() as conn:
            arrived = await arrivals.take_complaint(conn, event)
            if arrived.awaited:
                # What came too early changes the rows now, and is told once it has started.
                for early in await waiting.of_complaint(conn, event.data.complaint_id):
                    if not isinstance(early.event, EvidenceAttached):
                        await arrivals.take_complaint(conn, early.event)
        if arrived.pending:
            self._starter.wake()
        await self._tell(arrived.fact)

    async def evidence(self, event: EvidenceEvent) -> None:
        """An item was sealed, refused, or joined with its complaint."""
        async with self._database.transaction() as conn:
            arrived = await arrivals.take_evidence(conn, event)
        await self._tell(arrived.fact)

    async def _tell(self, fact: Fact | None) -> None:
        """Now, or later in its order: whoever must hear it is not there yet, or cannot be reached.

        A partition is held up by Postgres alone: without it there is no row to let it wait in.
        """
        if fact is None:
            return
        try:
            heard = await self._teller.tell(fact)
        except Unavailable:
            heard = False
        if not heard:
            async with self._database.transaction() as conn:
                await waiting.keep(conn, fact.event)
