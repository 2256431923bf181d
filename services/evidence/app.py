"""The HTTP process of evidence: the one place that reads its settings and puts it together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from fastapi import FastAPI

from services.evidence import description
from services.evidence.api import content, reading, submission
from services.evidence.api.counter import Counter
from services.evidence.contents import Contents
from services.evidence.parts import Parts, assemble
from services.evidence.receiving import Receiving
from services.evidence.settings import EvidenceSettings
from services.evidence.upload_keys import UploadKeys
from services.kit import health, problems, serving, telemetry
from services.kit import logging as kit_logging
from services.kit.access.directory import Directory
from services.kit.grants import GrantVerifier
from services.kit.heads import Heads
from services.kit.openapi import describe, with_problems
from services.kit.sandbox_mark import SandboxMark
from services.kit.serving import Traced
from services.kit.words import Words


def counter(parts: Parts) -> Counter:
    """Everything a request needs."""
    settings = parts.settings
    return Counter(
        parts=parts,
        directory=Directory(parts.database),
        verifier=GrantVerifier(settings.grant_verify_keys),
        receiving=Receiving(
            parts.database,
            UploadKeys(parts.database, parts.ids, timedelta(seconds=settings.upload_hold)),
            parts.quarantine,
            parts.words,
            parts.clock,
            limit=settings.upload_limit,
            at_once=settings.uploads_at_once,
            public_url=settings.public_url,
        ),
        contents=Contents(parts.database, parts.vault, parts.clock),
        public_url=settings.public_url.rstrip("/"),
    )


def build(settings: EvidenceSettings) -> FastAPI:
    """The app, not yet serving."""
    parts = assemble(settings, "evidence")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        proving = asyncio.create_task(parts.proof.run())
        yield
        proving.cancel()
        with suppress(asyncio.CancelledError):
            await proving
        await parts.close()

    app = FastAPI(
        **description.ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=telemetry.NONE_OF_ITS_OWN,
    )
    # What is nearly one of our addresses is not there: a redirect would name an inner host.
    app.router.redirect_slashes = False
    app.state.counter = counter(parts)
    app.add_middleware(SandboxMark, sandbox=settings.sandbox)
    app.add_middleware(Heads)
    app.add_middleware(Traced)
    problems.install(app, Words("services.kit", "services.evidence"))
    app.include_router(health.routes(parts.health()))
    for part in (submission, reading, content):
        app.include_router(part.router)
    describe(app, with_problems)
    return app


def main() -> None:
    """Serve until SIGTERM."""
    settings = EvidenceSettings.read()
    kit_logging.configure("evidence", settings.log_level)
    telemetry.configure("evidence", settings.otel_endpoint)
    serving.serve(build(settings), settings)


if __name__ == "__main__":
    main()
