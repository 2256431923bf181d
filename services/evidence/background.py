"""The background process of evidence: relay, sealers, subscribers, sweeps."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog

from services.evidence.announcing import SCHEMA, Announcer
from services.evidence.attaching import Attaching
from services.evidence.parts import Parts, assemble
from services.evidence.retention import RetentionKeeper
from services.evidence.seal_queue import SealQueue
from services.evidence.sealer import Sealer
from services.evidence.sealing import Sealing
from services.evidence.settings import EvidenceSettings
from services.evidence.subscribers import subscribe
from services.evidence.sweeping import Sweeper
from services.kit import logging as kit_logging
from services.kit import serving, telemetry
from services.kit.consuming import Consumer
from services.kit.errors import Unavailable
from services.kit.outbox import Relay
from services.kit.set_aside import SetAside

log = structlog.get_logger(__name__)

GROUP: Final = "netral-evidence"
MEASURE_EVERY: Final = timedelta(seconds=2)
KEEP_EVERY: Final = timedelta(seconds=2)


async def every(pause: timedelta, name: str, *rounds: Callable[[], Awaitable[object]]) -> None:
    """Do the rounds again and again; an outage or a failure of one round waits for the next."""
    while True:
        for one in rounds:
            try:
                await one()
            except Unavailable as error:
                log.warning("round_postponed", round=name, code=error.code)
            except Exception:
                log.exception("round_failed", round=name)
        await asyncio.sleep(pause.total_seconds())


async def after_proof(parts: Parts, work: Awaitable[None]) -> None:
    """Nothing touches the vault before it has shown that it locks."""
    await parts.proof.proven()
    await work


async def run(settings: EvidenceSettings) -> None:
    """Everything of this process, until SIGTERM."""
    parts = assemble(settings, "evidence-background")
    announcer = Announcer(parts.ids)
    cap = timedelta(days=settings.retention_cap_days)
    case_retention = min(timedelta(days=settings.case_retention_days), cap)
    attaching = Attaching(
        parts.database, announcer, parts.clock, case_retention=case_retention, cap=cap
    )
    queue = SealQueue(parts.database)
    sealing = Sealing(
        parts.database,
        queue,
        parts.quarantine,
        parts.vault,
        announcer,
        attaching,
        parts.words,
        parts.clock,
        retention=settings.retention,
        case_retention=case_retention,
    )
    keeper = RetentionKeeper(
        parts.database, parts.vault, parts.clock, case_retention=case_retention, cap=cap
    )
    sweeper = Sweeper(
        parts.database,
        parts.quarantine,
        parts.vault,
        parts.clock,
        orphans_after=timedelta(seconds=settings.orphans_after),
    )
    consumer = Consumer(
        settings.kafka_bootstrap, GROUP, SetAside(parts.database, SCHEMA, parts.sealer)
    )
    subscribe(consumer, attaching)
    sweeps = (
        sweeper.sweep_quarantine,
        sweeper.forget_dead_keys,
        sweeper.sweep_unnamed,
        sweeper.remove_swept,
        parts.proof.clear,
    )
    try:
        await serving.run_background(
            parts.health(),
            settings,
            parts.proof.run(),
            Relay(parts.database, SCHEMA, settings.kafka_bootstrap).run(),
            consumer.run(),
            *(Sealer(queue, sealing, parts.proof).run() for _ in range(settings.sealers)),
            every(MEASURE_EVERY, "measure", queue.measure),
            after_proof(parts, every(KEEP_EVERY, "retention", keeper.keep)),
            after_proof(parts, every(timedelta(seconds=settings.sweep_every), "sweep", *sweeps)),
        )
    finally:
        await parts.close()


def main() -> None:
    """Read the settings and run."""
    settings = EvidenceSettings.read()
    kit_logging.configure("evidence-background", settings.log_level)
    telemetry.configure("evidence-background", settings.otel_endpoint)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
