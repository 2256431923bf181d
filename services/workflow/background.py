"""The background process of the workflow service: relay, subscribers, starters, watchers."""

import asyncio
from typing import Final

import structlog

from services.kit import logging as kit_logging
from services.kit import serving, telemetry
from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.consuming import Consumer
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.health import Health
from services.kit.installation import insist
from services.kit.outbox import Relay
from services.kit.sealing import Sealer
from services.kit.set_aside import SetAside
from services.workflow.catching_up import CatchingUp
from services.workflow.measuring import TaskFigures
from services.workflow.orchestrator import Orchestrator
from services.workflow.rearming import ClockWatcher
from services.workflow.settings import BackgroundSettings
from services.workflow.starting import ComplaintStarter
from services.workflow.subscribers import subscribe
from services.workflow.taking import Taking
from services.workflow.telling import FactTeller

log = structlog.get_logger(__name__)

SCHEMA: Final = "workflow"
GROUP: Final = "netral-workflow"
MEASURE_EVERY: Final = 5.0


async def measured(figures: TaskFigures) -> None:
    """Measure again and again; a database that is away is waited for."""
    while True:
        try:
            await figures.measure()
        except Unavailable as error:
            log.warning("measuring_postponed", code=error.code)
        await asyncio.sleep(MEASURE_EVERY)


async def run(settings: BackgroundSettings) -> None:
    """Everything of this process, until SIGTERM."""
    database = Database(
        settings.database_dsn, size=settings.database_pool, application="workflow-background"
    )
    orchestrator = Orchestrator(
        settings.temporal_address, settings.temporal_namespace, settings.codec_keys
    )
    clock = InstallationClock(database)
    starter = ComplaintStarter(database, orchestrator, at_once=settings.starts_at_once)
    watcher = ClockWatcher(database, clock, orchestrator, at_once=settings.starts_at_once)
    sealer = Sealer(settings.sealing_keys)
    consumer = Consumer(settings.kafka_bootstrap, GROUP, SetAside(database, SCHEMA, sealer))
    teller = FactTeller(database, orchestrator, clock)
    subscribe(consumer, Taking(database, starter, teller))

    async def of_its_kind() -> None:
        await insist(database, sandbox=settings.sandbox)

    health = Health(needed={"postgres": of_its_kind}, watched={"temporal": orchestrator.ready})
    try:
        await serving.run_background(
            health,
            settings,
            Relay(database, SCHEMA, settings.kafka_bootstrap).run(),
            consumer.run(),
            starter.run(),
            CatchingUp(database, teller).run(),
            watcher.run(),
            measured(TaskFigures(database, Directory(database), clock)),
        )
    finally:
        await database.close()


def main() -> None:
    """Read the settings and run."""
    settings = BackgroundSettings.read()
    kit_logging.configure("workflow-background", settings.log_level)
    telemetry.configure("workflow-background", settings.otel_endpoint)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
