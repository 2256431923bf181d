"""The OpenAPI of this service: the same document that is checked in under `docs/contracts/`."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.kit.problems import Problem

ABOUT: Final[dict[str, Any]] = {
    "title": "netral evidence",
    "version": "1",
    "summary": "Files that show what happened: received, sealed under lock, given out unaltered",
    "description": (
        "One file is one item. It is acknowledged when all its bytes are stored and hashed, sealed"
        " soon after (copied under a lock that nobody can lift, read back, compared), and joined"
        " with the complaint that names its id. Errors are problem documents (RFC 9457); their"
        " `type` opens a page that says what to do. In a sandbox every answer carries"
        " `Netral-Sandbox: true`."
    ),
}


def describe(app: FastAPI) -> None:
    """Let `/openapi.json` name problems as what is answered, and nothing that never is."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    # FastAPI's documented way to give a description of one's own.
    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
    )
    named = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    named.update(problem.pop("$defs", {}))
    named["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        named.pop(unused, None)
    return schema
