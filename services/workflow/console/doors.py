"""Sign in, sign out, language, and the style sheet."""

from importlib.resources import files
from urllib.parse import urlsplit, urlunsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.kit.errors import EdgeRefusal
from services.workflow.api.official import AtDesk
from services.workflow.console import render
from services.workflow.console.session import (
    LANGUAGE_COOKIE,
    OwnForm,
    Visitor,
    cookie_name,
    from_here,
    keep,
    lang_of,
)

router = APIRouter(include_in_schema=False)

_STYLE = (files("services.workflow.console") / "static" / "netral.css").read_bytes()


@router.get("/")
@router.get("/console")
async def home() -> Response:
    """The inbox."""
    return RedirectResponse("/console/tasks", 303)


@router.get("/console/static/netral.css")
async def style() -> Response:
    """The one style sheet."""
    return Response(_STYLE, media_type="text/css", headers={"cache-control": "max-age=300"})


@router.get("/console/sign-in")
async def sign_in_page(request: Request, desk: AtDesk) -> Response:
    """The form for the token."""
    return await render.page("sign_in.html", desk, lang_of(request), None, "", failed=False)


@router.post("/console/sign-in")
async def sign_in(request: Request, desk: AtDesk) -> Response:
    """A session for whoever shows a living token; a failure never says why."""
    from_here(request)
    form = await request.form(max_fields=10, max_files=0)
    person = await desk.sign_in.known(str(form.get("token", "")))
    if person is None:
        return await render.page(
            "sign_in.html", desk, lang_of(request), None, "", status=401, failed=True
        )
    session = await desk.sign_in.begin(person, desk.session_length)
    return keep(RedirectResponse("/console/tasks", 303), desk, session)


@router.post("/console/sign-out")
async def sign_out(person: Visitor, desk: AtDesk, _: OwnForm) -> Response:
    """The session ends everywhere."""
    await desk.sign_in.end(person.session)
    response = RedirectResponse("/console/sign-in", 303)
    response.delete_cookie(cookie_name(desk), path="/", secure=desk.secure_cookies, httponly=True)
    return response


@router.get("/console/language/{lang}")
async def choose_language(lang: str, request: Request, desk: AtDesk) -> Response:
    """Remember a language, and go back to where one was."""
    if lang not in {"id", "en"}:
        raise EdgeRefusal("not-found", 404)
    response = RedirectResponse(_came_from(request) or "/console/tasks", 303)
    response.set_cookie(
        LANGUAGE_COOKIE,
        lang,
        max_age=365 * 24 * 3600,
        path="/",
        secure=desk.secure_cookies,
        samesite="lax",
    )
    return response


def _came_from(request: Request) -> str | None:
    """The page of ours with the link, as a path: behind the front door our own scheme is another's.

    Anything else that a browser names is not gone back to.
    """
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host") or not came.path.startswith("/console/"):
        return None
    return urlunsplit(("", "", came.path, came.query, ""))
