"""The HTTP process of intake: the one place that reads its settings and puts it together."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import FastAPI

from services.intake import description
from services.intake.api import (
    content,
    notices,
    status,
    submit,
    supplements,
    webhooks,
    withdrawal,
)
from services.intake.desk import Desk
from services.intake.hot_path import HotPath
from services.intake.receipts import Composer
from services.intake.receiving import Receiving
from services.intake.settings import IntakeSettings
from services.intake.store import ReceptionStore
from services.kit import health, problems, serving, telemetry
from services.kit import logging as kit_logging
from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.grants import GrantVerifier
from services.kit.heads import Heads
from services.kit.health import Health
from services.kit.ids import IdMint
from services.kit.installation import insist
from services.kit.openapi import describe
from services.kit.sandbox_mark import SandboxMark
from services.kit.sealing import Sealer
from services.kit.serving import Traced
from services.kit.words import Words

_COLLECT_SELDOM: Final = (20_000, 20, 20)


def desk(settings: IntakeSettings) -> Desk:
    """Everything a request needs; opens no connection."""
    database = Database(
        settings.database_dsn, size=settings.database_pool, application="netral-intake"
    )
    mint, sealer = IdMint(settings.id_secret), Sealer(settings.sealing_keys)
    composer = Composer(mint, sealer, settings.public_url)
    store = ReceptionStore(database, composer.status_url)
    return Desk(
        database=database,
        directory=Directory(database),
        clock=InstallationClock(database),
        verifier=GrantVerifier(settings.grant_verify_keys),
        mint=mint,
        sealer=sealer,
        composer=composer,
        store=store,
        receiving=Receiving(store.commit),
        words=Words("services.kit", "services.contracts", "services.intake"),
        webhook_networks=tuple(settings.webhook_allowed_networks),
    )


def build(settings: IntakeSettings) -> FastAPI:
    """The app, not yet serving."""
    counter = desk(settings)

    async def of_its_kind() -> None:
        await insist(counter.database, sandbox=settings.sandbox)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with suppress(Unavailable):  # then readiness tells, as soon as Postgres is there
            await of_its_kind()
        yield
        await counter.database.close()

    app = FastAPI(
        **description.ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=telemetry.NONE_OF_ITS_OWN,
    )
    # What is nearly one of our addresses is not there: a redirect would name an inner host.
    app.router.redirect_slashes = False
    app.state.desk = counter
    app.add_middleware(HotPath, desk=counter)
    app.add_middleware(SandboxMark, sandbox=settings.sandbox)
    app.add_middleware(Heads)
    app.add_middleware(Traced)
    problems.install(app, counter.words)

    app.include_router(health.routes(Health(needed={"postgres": of_its_kind})))
    for part in (submit, status, supplements, withdrawal, content, notices, webhooks):
        app.include_router(part.router)
    describe(app, description.document)
    return app


def main() -> None:
    """Serve until SIGTERM."""
    settings = IntakeSettings.read()
    kit_logging.configure("intake", settings.log_level)
    telemetry.configure("intake", settings.otel_endpoint)
    app = build(settings)
    # What is there now stays for ever: it need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_SELDOM)
    serving.serve(app, settings)


if __name__ == "__main__":
    main()
