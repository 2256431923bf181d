"""Problem documents (RFC 9457), and the only file that knows HTTP statuses.

A problem's `type` is `/problems/<code>`, a page that every service serves in the reader's language,
for the codes of all services: several of them stand behind one address.
"""

import html
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from services.kit import metrics, telemetry
from services.kit.errors import (
    EdgeRefusal,
    Failure,
    Malformed,
    NotFound,
    Pointer,
    Refused,
    Unavailable,
)
from services.kit.json_pointer import pointer
from services.kit.words import Language, Words, language

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_STATUS: dict[type[Failure], int] = {NotFound: 404, Unavailable: 503}


class ProblemError(BaseModel):
    """One place in the body that is wrong."""

    pointer: str = Field(description="RFC 6901 JSON pointer", examples=["/incident/date_from"])
    code: str
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details; never a person's name, never content."""

    type: str = Field(description="address of a page that says what to do")
    title: str
    status: int
    detail: str
    code: str = Field(description="the last part of `type`, for programs")
    citation: str | None = Field(None, description="the provision a refusal rests on")
    errors: list[ProblemError] = []
    correlation_id: str = ""


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares in the OpenAPI for the given statuses."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def status_of(failure: Failure) -> int:
    """The HTTP status of what is wrong."""
    if isinstance(failure, EdgeRefusal):
        return failure.status
    if isinstance(failure, Refused):
        return {"state": 409, "who": 403, "version": 412}[failure.about]
    if isinstance(failure, Malformed):
        return 400 if failure.code == "malformed-json" else 422
    return next((status for kind, status in _STATUS.items() if isinstance(failure, kind)), 500)


def document(failure: Failure, words: Words, lang: Language) -> dict[str, Any]:
    """The problem document of a failure, in the reader's language."""
    root = f"refusal.{failure.code}"
    if not words.has(f"{root}.title"):
        root = f"problem.{failure.code}"
    if not words.has(f"{root}.title"):
        log.error("problem_without_words", code=failure.code)
        root = "problem.internal"
    body: dict[str, Any] = {
        "type": f"/problems/{failure.code}",
        "title": words.say(f"{root}.title", lang, **failure.params),
        "status": status_of(failure),
        "detail": words.say(f"{root}.detail", lang, **failure.params),
        "code": failure.code,
        "correlation_id": telemetry.correlation_id(),
    }
    if failure.citation:
        body["citation"] = failure.citation
    if failure.pointers:
        body["errors"] = [
            {
                "pointer": at.pointer,
                "code": at.code,
                "detail": words.say(_field_key(words, at.code), lang, **at.params),
            }
            for at in failure.pointers
        ]
    return body | failure.extra


def answer(failure: Failure, words: Words, accept_language: str | None) -> JSONResponse:
    """The HTTP answer for a failure."""
    metrics.REFUSED.labels(failure.code).inc()
    lang = language(accept_language)
    headers: dict[str, str] = {"content-language": lang}
    if isinstance(failure, Unavailable | Refused) and failure.retry_after is not None:
        headers["retry-after"] = str(max(1, round(failure.retry_after.total_seconds())))
    if isinstance(failure, EdgeRefusal):
        headers |= failure.headers
        if failure.status == HTTPStatus.UNAUTHORIZED:
            headers["www-authenticate"] = "Bearer"
    return JSONResponse(
        document(failure, words, lang),
        status_code=status_of(failure),
        headers=headers,
        media_type=MEDIA_TYPE,
    )


Page = Callable[[Request, Failure], Awaitable[Response | None]]
"""What a person is shown instead of the document; None where no person reads."""


async def _no_page(_request: Request, _failure: Failure) -> None:
    """Nobody but machines reads here."""


def install(app: FastAPI, words: Words, page: Page = _no_page) -> None:
    """Turn every failure of the app into a problem document, and serve the pages of the codes."""

    async def _answer(request: Request, failure: Failure) -> Response:
        document = answer(failure, words, request.headers.get("accept-language"))
        return await page(request, failure) or document

    @app.exception_handler(Failure)
    async def _failure(request: Request, failure: Failure) -> Response:
        if status_of(failure) >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("request_failed", code=failure.code, path=_route(request))
        return await _answer(request, failure)

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> Response:
        return await _answer(request, from_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "malformed")
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_allowed(request))
        return await _answer(request, EdgeRefusal(code, error.status_code, headers=headers))

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> Response:
        # Answered outside of every middleware: the request's own correlation id is taken up again.
        with telemetry.continued(request.scope.get(telemetry.IN_SCOPE)):
            log.error("request_crashed", path=_route(request), exc_info=error)
            response = await _answer(request, Failure("internal"))
            response.headers["traceparent"] = telemetry.traceparent()
        return response

    everything = Words.of_the_product()

    @app.get("/problems/{code}", include_in_schema=False)
    async def _page(code: str, request: Request) -> Response:
        lang = language(request.headers.get("accept-language"))
        found = problem_page(code, words, lang) or problem_page(code, everything, lang)
        if found is None:
            raise NotFound("not-found")
        return found


def from_validation(errors: Any) -> Malformed:  # noqa: ANN401 -- pydantic's list of error dicts
    """Pydantic's errors as pointers; its `input` is never repeated (it may be a person's word)."""
    pointers = [
        Pointer(pointer(part for part in error["loc"] if part != "body"), "invalid")
        for error in errors
    ]
    return Malformed("malformed", pointers=pointers)


def problem_page(code: str, words: Words, lang: Language) -> HTMLResponse | None:
    """The page that a problem's `type` opens; None for a code that the words do not know."""
    root = f"refusal.{code}" if words.has(f"refusal.{code}.title") else f"problem.{code}"
    if not words.has(f"{root}.title"):
        return None
    title, detail = (html.escape(words.say(f"{root}.{part}", lang)) for part in ("title", "detail"))
    more = html.escape(words.say(f"{root}.help", lang)) if words.has(f"{root}.help") else ""
    page = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{detail}</p><p>{more}</p>"
    )
    return HTMLResponse(page, headers={"content-language": lang})


def _allowed(request: Request) -> list[str]:
    """Every method of the address; Starlette would name those of its first route alone."""
    asked = [{**request.scope, "method": method} for method in _METHODS]
    methods = {
        scope["method"]
        for scope in asked
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
    }
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _field_key(words: Words, code: str) -> str:
    for root in ("field", "refusal", "problem"):
        if words.has(f"{root}.{code}.detail"):
            return f"{root}.{code}.detail"
    return "field.invalid.detail"


def _route(request: Request) -> str:
    """The route's pattern, never the path: ids and names stay out of the log."""
    route = request.scope.get("route")
    return getattr(route, "path", "?")
