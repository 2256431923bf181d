"""The background process of evidence: relay, sealers, subscribers, sweeps."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

import structlog

from services.evidence.announcing import SCHEMA
from services.evidence.parts import Parts, assemble
from services.evidence.sealer import Sealer
from services.evidence.settings import EvidenceSettings
from services.evidence.subscribers import subscribe
from services.evidence.workshop import workshop
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


async def after_proof(parts: Parts, work: Coroutine[Any, Any, None]) -> None:
    """Nothing touches the vault before it has shown that it locks."""
    await parts.proof.proven()
    await work


async def run(settings: EvidenceSettings) -> None:
    """Everything of this process, until SIGTERM."""
    parts = assemble(settings, "evidence-background")
    work = workshop(parts)
    consumer = Consumer(
        settings.kafka_bootstrap, GROUP, SetAside(parts.database, SCHEMA, parts.sealer)
    )
    subscribe(consumer, work.attaching)
    sweeps = (
        work.sweeper.sweep_quarantine,
        work.sweeper.forget_dead_keys,
        work.sweeper.sweep_unnamed,
        work.sweeper.remove_swept,
        parts.proof.clear,
    )
    sealers = [Sealer(work.queue, work.sealing, parts.proof) for _ in range(settings.sealers)]
    try:
        await parts.nursery.start()
        await serving.run_background(
            parts.health(),
            settings,
            parts.proof.run(),
            Relay(parts.database, SCHEMA, settings.kafka_bootstrap).run(),
            consumer.run(),
            *(sealer.run() for sealer in sealers),
            every(MEASURE_EVERY, "measure", work.queue.measure),
            after_proof(parts, every(KEEP_EVERY, "retention", work.keeper.keep)),
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
