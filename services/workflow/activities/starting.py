"""Workflows that start or tell other workflows, through the client and never as children."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from services.kit.database import Database
from services.workflow.activities import orders
from services.workflow.orchestrator import Ended, Orchestrator
from services.workflow.register.steps import once
from services.workflow.workflows.state import track_workflow

TRACK = "TrackWorkflow"


class _Any(BaseModel):
    """An argument that was already checked where it was made."""

    model_config = ConfigDict(extra="allow")


class Starting:
    """Starts once, tells whoever still listens."""

    def __init__(self, database: Database, orchestrator: Orchestrator) -> None:
        self._database = database
        self._orchestrator = orchestrator

    @activity.defn(name="start_workflow")
    async def start_workflow(self, order: orders.WorkflowToStart) -> None:
        """A case, once."""
        argument = _Any.model_validate(order.argument)
        await self._orchestrator.start(order.workflow, order.workflow_id, argument)

    @activity.defn(name="start_track")
    async def start_track(self, order: orders.TrackToStart) -> None:
        """The track's place in the register first: acts find it as soon as it asks anything."""
        track = order.track
        workflow_id = track_workflow(track.case_id, track.n, track.round)
        async with once(self._database, order) as step:
            if not step.written:
                await step.conn.execute(
                    "update workflow.respondent set round = $3, track_workflow = $4,"
                    " category = $5 where case_id = $1 and n = $2",
                    track.case_id,
                    track.n,
                    track.round,
                    workflow_id,
                    track.category,
                )
        await self._orchestrator.start(TRACK, workflow_id, track)

    @activity.defn(name="tell_workflow")
    async def tell_workflow(self, order: orders.WorkflowToTell) -> None:
        """A signal; one that has ended needs to hear nothing."""
        try:
            await self._orchestrator.signal(order.workflow_id, order.signal, order.argument)
        except Ended:
            activity.logger.info("workflow_had_ended")
