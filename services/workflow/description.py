"""The OpenAPI of the officials' API: the document that is checked in under `docs/contracts/`."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.kit.problems import Problem, responses

ABOUT: Final[dict[str, Any]] = {
    "title": "netral workflow",
    "version": "1",
    "summary": "What officials do: tasks, cases, acts, grants",
    "description": (
        "Every caller is a person with a token. What the person may not see is answered as if it"
        " were not there. An act is answered when it stands in the register, or refused with the"
        " reason and its citation; repeat it unchanged, with its `Idempotency-Key`, until it is"
        " answered. Labels and reasons follow `Accept-Language` (id, en). Errors are problem"
        " documents (RFC 9457). In a sandbox every answer carries `Netral-Sandbox` with the day"
        " of its legal clock."
    ),
}

_SUPPOSED: Final = {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}
_OF_BODIES: Final = (400, 408, 413)
"""A body may be no JSON at all, come too slowly, or be too large."""


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
    for path in schema["paths"].values():
        for operation in path.values():
            _complete(operation["responses"], has_body="requestBody" in operation)
    return schema


def _complete(answers: dict[str, Any], *, has_body: bool) -> None:
    """What is answered before a route is reached, and nothing that FastAPI only supposes."""
    supposed = answers.get("422", {}).get("content", {}).get("application/json")
    if supposed == _SUPPOSED:
        del answers["422"]
    for status in _OF_BODIES if has_body else ():
        told = {str(code): said for code, said in responses(status).items()}
        answers |= {code: said for code, said in told.items() if code not in answers}
