"""Tells the workflow that holds a complaint a fact; follows it if it moves on meanwhile."""

from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.orchestrator import Ended, Orchestrator
from services.workflow.register import arrivals


class FactTeller:
    """Facts from other services as signals; the register has them already."""

    def __init__(self, database: Database, orchestrator: Orchestrator) -> None:
        self._database = database
        self._orchestrator = orchestrator

    async def tell(self, fact: arrivals.Fact) -> bool:
        """True if a workflow was told; False if none is there any more (or not yet)."""
        for _ in range(3):
            async with self._database.connection() as conn:
                workflow_id = await arrivals.workflow_of(conn, fact.told.complaint_id)
                waiting = await conn.fetchval(
                    "select state = 'pending' from workflow.complaint where complaint_id = $1",
                    fact.told.complaint_id,
                )
            if workflow_id is None:
                return False
            try:
                await self._orchestrator.signal(workflow_id, fact.signal, fact.told)
            except Ended:
                if waiting:
                    raise Unavailable("complaint-not-started") from None
                continue
            return True
        return False
