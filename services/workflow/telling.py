"""Tells a fact to the workflow that holds its complaint now, or to a person after the end."""

from typing import Any, Final

from services.kit.clock import LegalClock
from services.kit.database import Connection, Database
from services.workflow.orchestrator import Ended, Orchestrator
from services.workflow.register.timeline import write_note
from services.workflow.register.waiting import Fact
from services.workflow.workflows.state import (
    LateFact,
    Scope,
    case_workflow,
    cause_of,
    complaint_workflow,
    late_workflow,
)

LATE: Final = "LateWorkflow"
_FITS = 0x3FFFFFFF


class FactTeller:
    """Facts from other services as signals; the register has them already."""

    def __init__(self, database: Database, orchestrator: Orchestrator, clock: LegalClock) -> None:
        self._database = database
        self._orchestrator = orchestrator
        self._clock = clock

    async def tell(self, fact: Fact) -> bool:
        """True once the holder has heard it, or a person has because all has ended.

        False while there is nobody to hear it: between a row of the register and its workflow
        lies a moment, longer where a process died in it.
        """
        row = await self._holder(fact)
        if row is None:
            return False
        workflow_id = _workflow(row, fact)
        if workflow_id is None:
            await self._tell_a_person(fact, row)
            return True
        try:
            await self._orchestrator.signal(workflow_id, fact.signal, fact.told)
        except Ended:
            return False
        return True

    async def tell_a_person(self, fact: Fact) -> None:
        """For a fact that nobody has come to hear."""
        row = await self._holder(fact)
        if row is not None:
            await self._tell_a_person(fact, row)

    async def _holder(self, fact: Fact) -> Any:  # noqa: ANN401 -- an asyncpg record
        async with self._database.connection() as conn:
            return await conn.fetchrow(
                "select c.state, c.case_id, c.jurisdiction, c.traceparent, k.closed_at"
                " from workflow.complaint c left join workflow.cases k using (case_id)"
                " where c.complaint_id = $1",
                fact.told.complaint_id,
            )

    async def _tell_a_person(self, fact: Fact, row: Any) -> None:  # noqa: ANN401
        """What comes after the end changes nothing by itself, and is not lost either."""
        told = fact.told
        if fact.signal == "supplemented" and told.supplement is not None:
            late = LateFact(
                complaint_id=told.complaint_id,
                supplement=told.supplement,
                jurisdiction=row["jurisdiction"],
                case_id=row["case_id"],
                traceparent=row["traceparent"],
            )
            workflow_id = late_workflow(told.complaint_id, told.supplement)
            await self._orchestrator.start(LATE, workflow_id, late)
            return
        async with self._database.transaction() as conn:
            await self._note(conn, fact, row)

    async def _note(self, conn: Connection, fact: Fact, row: Any) -> None:  # noqa: ANN401
        told = fact.told
        scope = Scope(
            workflow_id=complaint_workflow(told.complaint_id),
            jurisdiction=row["jurisdiction"],
            complaint_id=told.complaint_id,
            case_id=row["case_id"],
        )
        # Below zero: the workflow numbered its own steps from one; the same fact is one row.
        item = told.evidence_id.int & _FITS if told.evidence_id else 0
        said = told.model_dump(mode="json", exclude_none=True, exclude={"complaint_id"})
        await write_note(
            conn,
            scope,
            fact.signal,
            await self._clock.now(),
            step=-1 - item,
            data=said | {"late": True},
            cause=cause_of(fact.signal, told.complaint_id, said),
        )


def _workflow(row: Any, fact: Fact) -> str | None:  # noqa: ANN401 -- an asyncpg record
    """The workflow that holds the complaint now; None once everything has ended."""
    if row is None or row["state"] == "settled":
        return None
    if row["closed_at"] is not None:
        # Its workflow may live on for a moment; it hears nothing any more.
        return None
    if row["state"] in {"opened", "joined"}:
        return case_workflow(row["case_id"])
    return complaint_workflow(fact.told.complaint_id)
