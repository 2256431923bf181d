"""The process that runs the procedures: Temporal's worker with our workflows and activities."""

import asyncio
from datetime import timedelta
from typing import Final

import httpx
import structlog
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from services.kit import logging as kit_logging
from services.kit import serving, telemetry, temporal
from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.grants import GrantSigner
from services.kit.health import Health
from services.kit.ids import IdMint
from services.kit.installation import insist
from services.kit.sealing import Sealer
from services.workflow.activities.fetching import Fetching, IntakeReader
from services.workflow.activities.judging import judge_findings
from services.workflow.activities.keeping import keep_dossier
from services.workflow.activities.recording import Recording
from services.workflow.activities.settling import Settling
from services.workflow.activities.starting import Starting
from services.workflow.activities.taking_in import TakingIn
from services.workflow.activities.watching import Watching
from services.workflow.clocks import Clocks
from services.workflow.orchestrator import Orchestrator
from services.workflow.register.content import Contents
from services.workflow.settings import WorkflowSettings
from services.workflow.workflows.case import CaseWorkflow
from services.workflow.workflows.complaint import ComplaintWorkflow
from services.workflow.workflows.late import LateWorkflow
from services.workflow.workflows.track import TrackWorkflow

log = structlog.get_logger(__name__)

WORKFLOWS: Final = (ComplaintWorkflow, CaseWorkflow, TrackWorkflow, LateWorkflow)
_PAUSE: Final = 2.0
_GRACE: Final = timedelta(seconds=15)
INTAKE_PATIENCE: Final = 10.0
_QUEUEING: Final = timedelta(seconds=5)
"""Activities outnumber connections: one waits its turn rather than for its next attempt."""


class Running:
    """The worker as it is now: away while Temporal is, and said so by `ready`."""

    def __init__(self, orchestrator: Orchestrator, activities: list[object]) -> None:
        self._orchestrator = orchestrator
        self._activities = activities
        self._worker: Worker | None = None

    async def run(self) -> None:
        """Work until cancelled; Temporal away at the start is waited for."""
        client = await self._connected()
        self._worker = worker(client, self._activities, runner=UnsandboxedWorkflowRunner())
        await self._worker.run()

    async def ready(self) -> None:
        """Returns while the worker polls."""
        if self._worker is None or not self._worker.is_running:
            raise Unavailable("worker-not-running")
        await self._orchestrator.ready()

    async def _connected(self) -> Client:
        while True:
            try:
                await self._orchestrator.ready()
                return await self._orchestrator.client()
            except Unavailable:
                log.warning("temporal_awaited")
                await asyncio.sleep(_PAUSE)


def worker(
    client: Client, activities: list[object], *, runner: WorkflowRunner | None = None
) -> Worker:
    """The worker of the one task queue, in production and in tests.

    Tests keep Temporal's sandbox, which finds what a replay could not repeat; the process that
    serves runs what they found nothing in, at two thirds of the price (ADR 0012).
    """
    return Worker(
        client,
        task_queue=temporal.TASK_QUEUE,
        workflows=list(WORKFLOWS),
        activities=activities,  # type: ignore[arg-type]
        max_concurrent_activities=20,
        graceful_shutdown_timeout=_GRACE,
        workflow_runner=runner or SandboxedWorkflowRunner(),
    )


def activities_of(
    database: Database,
    orchestrator: Orchestrator,
    settings: WorkflowSettings,
    intake: IntakeReader,
) -> list[object]:
    """All activities, wired."""
    sealer, directory = Sealer(settings.sealing_keys), Directory(database)
    clocks = Clocks(InstallationClock(database), directory)
    contents = Contents(sealer, IdMint(settings.id_secret), directory)
    recording = Recording(database, clocks, sealer)
    settling = Settling(database, clocks, contents)
    watching = Watching(database, clocks)
    starting = Starting(database, orchestrator)
    fetching = Fetching(database, intake, contents, clocks)
    return [
        recording.open_task,
        recording.withdraw_task,
        recording.record_act,
        recording.note,
        recording.change_respondent,
        recording.change_case,
        recording.close_case,
        settling.move_complaint,
        settling.settle_complaint,
        settling.open_case,
        settling.join_case,
        watching.start_clock,
        watching.extend_clock,
        watching.end_clock,
        watching.read_clock,
        starting.start_workflow,
        starting.start_track,
        starting.tell_workflow,
        fetching.fetch_content,
        TakingIn(fetching, recording).take_in,
        judge_findings,
        keep_dossier,
    ]


async def run(settings: WorkflowSettings) -> None:
    """Everything of this process, until SIGTERM."""
    database = Database(
        settings.database_dsn,
        size=settings.database_pool,
        patience=_QUEUEING,
        application="netral-workflow-worker",
    )
    orchestrator = Orchestrator(
        settings.temporal_address, settings.temporal_namespace, settings.codec_keys
    )

    async def of_its_kind() -> None:
        await insist(database, sandbox=settings.sandbox)

    async with httpx.AsyncClient(timeout=INTAKE_PATIENCE) as http:
        signer = GrantSigner(settings.grant_signing_key)
        intake = IntakeReader(http, settings.intake_url, signer)
        running = Running(orchestrator, activities_of(database, orchestrator, settings, intake))
        await serving.run_background(
            Health(needed={"postgres": of_its_kind, "temporal": running.ready}),
            settings,
            running.run(),
        )
    await database.close()


def main() -> None:
    """Work until SIGTERM."""
    settings = WorkflowSettings.read()
    kit_logging.configure("workflow-worker", settings.log_level)
    telemetry.configure("workflow-worker", settings.otel_endpoint)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
