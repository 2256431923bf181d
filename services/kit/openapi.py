"""A service's own OpenAPI, in which the answer to whatever goes wrong is the problem document."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.kit.problems import Problem

Document = dict[str, Any]

SUPPOSED = ("HTTPValidationError", "ValidationError")
"""What FastAPI adds by itself and no service ever sends: every error here is a problem document."""


def describe(app: FastAPI, document: Callable[[FastAPI], Document]) -> None:
    """Let `/openapi.json` be what `document` makes of the app, made once."""

    def openapi() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    # FastAPI's documented way to put in a document of one's own.
    app.openapi = openapi  # type: ignore[method-assign]


def with_problems(app: FastAPI) -> Document:
    """What the routes say, naming `Problem`, and nothing that never is."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
    )
    named = document.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    named.update(problem.pop("$defs", {}))
    named["Problem"] = problem
    for unused in SUPPOSED:
        named.pop(unused, None)
    return document
