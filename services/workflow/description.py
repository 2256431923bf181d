"""The OpenAPI of the officials' API: the document that is checked in under `docs/contracts/`."""

from typing import Any, Final

from fastapi import FastAPI

from services.kit.openapi import Document, with_problems
from services.kit.problems import responses

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


def document(app: FastAPI) -> Document:
    """The OpenAPI of the app: problems are what is answered, also before a route is reached."""
    schema = with_problems(app)
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
