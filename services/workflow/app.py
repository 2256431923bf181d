"""The HTTP process of the workflow service: the officials' API and their pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from fastapi import FastAPI

from services.kit import health, problems, serving, telemetry
from services.kit import logging as kit_logging
from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.grants import GrantSigner
from services.kit.heads import Heads
from services.kit.health import Health
from services.kit.ids import IdMint
from services.kit.installation import insist
from services.kit.openapi import describe
from services.kit.sealing import Sealer
from services.kit.serving import Traced
from services.workflow import api, description
from services.workflow.acting import Acting
from services.workflow.aftermath import Aftermath
from services.workflow.body_limit import BodyLimit
from services.workflow.clocks import Clocks
from services.workflow.console import pages
from services.workflow.desk import Addresses, Desk
from services.workflow.facts import FactsReader
from services.workflow.labels import Labels
from services.workflow.law_words import LawWords
from services.workflow.orchestrator import Orchestrator
from services.workflow.register.content import Contents
from services.workflow.rules.book import Rulebook
from services.workflow.sandbox_mark import SandboxMark
from services.workflow.settings import WorkflowSettings
from services.workflow.signin import TokenSignIn

WORDS = (
    "services.kit",
    "services.contracts",
    "services.workflow",
    "services.workflow.forms",
    "services.workflow.console",
)


def desk(settings: WorkflowSettings, orchestrator: Orchestrator) -> Desk:
    """Everything a request needs; opens no connection."""
    database = Database(
        settings.database_dsn, size=settings.database_pool, application="netral-workflow"
    )
    directory, clock = Directory(database), InstallationClock(database)
    sealer, mint = Sealer(settings.sealing_keys), IdMint(settings.id_secret)
    clocks, words = Clocks(clock, directory), LawWords(*WORDS)
    return Desk(
        database=database,
        directory=directory,
        clock=clock,
        acting=Acting(
            database,
            orchestrator,
            FactsReader(directory, clocks),
            clocks,
            Aftermath(database, sealer),
        ),
        contents=Contents(sealer, mint, directory),
        sealer=sealer,
        mint=mint,
        signer=GrantSigner(settings.grant_signing_key),
        sign_in=TokenSignIn(database, directory),
        words=words,
        labels=Labels(words, Rulebook.load()),
        http=httpx.AsyncClient(timeout=httpx.Timeout(10, connect=2), trust_env=False),
        addresses=Addresses(
            intake=settings.intake_url.rstrip("/"),
            evidence=settings.evidence_url.rstrip("/"),
            intake_public=(settings.intake_public_url or settings.intake_url).rstrip("/"),
            evidence_public=(settings.evidence_public_url or settings.evidence_url).rstrip("/"),
            own_public=settings.public_url.rstrip("/"),
        ),
        sandbox=settings.sandbox,
        secure_cookies=settings.public_url.startswith("https://"),
        session_length=timedelta(hours=settings.session_hours),
    )


def build(counter: Desk, *, sandbox: bool, temporal: health.Check | None = None) -> FastAPI:
    """The app around a desk, not yet serving."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await counter.http.aclose()
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
    app.add_middleware(BodyLimit, words=counter.words)
    app.add_middleware(SandboxMark, sandbox=sandbox, clock=counter.clock)
    app.add_middleware(Heads)
    app.add_middleware(Traced)
    problems.install(app, counter.words, pages.failure_page)

    async def of_its_kind() -> None:
        await insist(counter.database, sandbox=sandbox)

    watched = {"temporal": temporal} if temporal else {}
    app.include_router(health.routes(Health(needed={"postgres": of_its_kind}, watched=watched)))
    for router in api.ROUTERS:
        app.include_router(router)
    pages.install(app)
    describe(app, description.document)
    return app


def assemble(settings: WorkflowSettings) -> FastAPI:
    """The app as it serves."""
    orchestrator = Orchestrator(
        settings.temporal_address, settings.temporal_namespace, settings.codec_keys
    )
    return build(
        desk(settings, orchestrator), sandbox=settings.sandbox, temporal=orchestrator.ready
    )


def main() -> None:
    """Serve until SIGTERM."""
    settings = WorkflowSettings.read()
    kit_logging.configure("workflow", settings.log_level)
    telemetry.configure("workflow", settings.otel_endpoint)
    serving.serve(assemble(settings), settings)


if __name__ == "__main__":
    main()
