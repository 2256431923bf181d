"""Health that tells the truth: alive never depends on others, ready on exactly what is needed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from services.kit import metrics
from services.kit.errors import Failure

Check = Callable[[], Awaitable[None]]
CHECK_PATIENCE = 2.0


@dataclass
class Health:
    """Named checks; a check returns when all is well and raises otherwise.

    `needed` decide readiness; `watched` are shown and decide nothing.
    """

    needed: dict[str, Check] = field(default_factory=dict)
    watched: dict[str, Check] = field(default_factory=dict)

    async def report(self) -> tuple[bool, dict[str, str]]:
        """Whether the process is ready, and the word of each check."""
        names = [*self.needed, *self.watched]
        checks = [*self.needed.values(), *self.watched.values()]
        said = await asyncio.gather(*(_outcome(check) for check in checks))
        report = dict(zip(names, said, strict=True))
        return all(report[name] == "ok" for name in self.needed), report


async def _outcome(check: Check) -> str:
    try:
        await asyncio.wait_for(check(), CHECK_PATIENCE)
    except Failure as failure:
        return failure.code
    except Exception as error:  # noqa: BLE001 -- whatever it is, the part is not well
        return type(error).__name__
    return "ok"


def routes(health: Health) -> APIRouter:
    """`/livez`, `/readyz` and `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> Response:
        return JSONResponse({"status": "alive"})

    @router.get("/readyz")
    async def readyz() -> Response:
        ready, report = await health.report()
        body = {"status": "ready" if ready else "not ready", "checks": report}
        return JSONResponse(body, status_code=200 if ready else 503)

    @router.get("/metrics")
    async def exposition() -> Response:
        body, media_type = metrics.exposition()
        return Response(body, media_type=media_type)

    return router
