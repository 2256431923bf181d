"""The officials' HTTP API; every route names its rule in the signature."""

from typing import Final

from services.workflow.api import (
    answering,
    cases,
    complaints,
    findings,
    grants,
    holding,
    overview,
    recusal,
    task_types,
    tasks,
)

ROUTERS: Final = (
    tasks.router,
    holding.router,
    answering.router,
    task_types.router,
    cases.router,
    complaints.router,
    recusal.router,
    grants.router,
    findings.router,
    overview.router,
)
