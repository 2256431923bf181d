"""Takes facts from intake and evidence: the register first, then whoever must hear of it."""

from pydantic import TypeAdapter

from services.contracts.events import ComplaintEvent, ComplaintReceived, EvidenceEvent
from services.kit.database import Database
from services.workflow.register import arrivals
from services.workflow.starting import ComplaintStarter
from services.workflow.telling import FactTeller

_EVENT: TypeAdapter[ComplaintEvent] = TypeAdapter(ComplaintEvent)


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
            if isinstance(event, ComplaintReceived):
                # What came too early changes the rows that the starting workflow reads.
                for body in await arrivals.early_facts(conn, event.data.complaint_id):
                    await arrivals.take_complaint(conn, _EVENT.validate_json(body))
        if arrived.pending:
            self._starter.wake()
        if arrived.fact is not None:
            await self._teller.tell(arrived.fact)

    async def evidence(self, event: EvidenceEvent) -> None:
        """An item was sealed, refused, or joined with its complaint."""
        async with self._database.transaction() as conn:
            arrived = await arrivals.take_evidence(conn, event)
        if arrived.fact is not None:
            await self._teller.tell(arrived.fact)
