"""The background process of intake: relay, subscribers, deliveries, reconciler."""

import asyncio
from contextlib import suppress
from typing import Final

from services.intake.addresses import Guard
from services.intake.delivering import Delivering
from services.intake.posting import HttpPoster
from services.intake.projecting import Projecting
from services.intake.reconciling import Reconciling
from services.intake.settings import IntakeSettings
from services.intake.subscribers import subscribe
from services.intake.webhooks import Webhooks
from services.kit import logging as kit_logging
from services.kit import serving, telemetry
from services.kit.consuming import Consumer
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.health import Health
from services.kit.ids import IdMint
from services.kit.installation import insist
from services.kit.outbox import Relay
from services.kit.sealing import Sealer
from services.kit.set_aside import SetAside

GROUP: Final = "netral-intake"
SCHEMA: Final = "intake"


async def run(settings: IntakeSettings) -> None:
    """Everything of this process, until SIGTERM."""
    database = Database(
        settings.database_dsn, size=settings.database_pool, application="netral-intake-background"
    )
    mint, sealer = IdMint(settings.id_secret), Sealer(settings.sealing_keys)
    projecting = Projecting(database, mint, settings.public_url)
    consumer = Consumer(settings.kafka_bootstrap, GROUP, SetAside(database, SCHEMA, sealer))
    subscribe(consumer, projecting)
    delivering = Delivering(
        database,
        Webhooks(database, sealer),
        Guard(settings.webhook_allowed_networks),
        HttpPoster(),
        divisor=settings.webhook_divisor,
    )
    reconciling = Reconciling(
        database,
        projecting,
        send_again_after=settings.send_again_after,
        alert_after=settings.alert_after,
    )

    async def of_its_kind() -> None:
        await insist(database, sandbox=settings.sandbox)

    with suppress(Unavailable):  # then readiness tells, as soon as Postgres is there
        await of_its_kind()
    await serving.run_background(
        Health(needed={"postgres": of_its_kind}),
        settings,
        Relay(database, SCHEMA, settings.kafka_bootstrap).run(),
        consumer.run(),
        delivering.run(),
        reconciling.run(),
    )
    await database.close()


def main() -> None:
    """Work until SIGTERM."""
    settings = IntakeSettings.read()
    kit_logging.configure("intake-background", settings.log_level)
    telemetry.configure("intake-background", settings.otel_endpoint)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
