"""Who looks at a page: a session cookie, its language, and proof that a form is our own."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from services.kit.access.entries import Person
from services.kit.errors import EdgeRefusal
from services.kit.words import Language, language
from services.workflow.api.official import AtDesk
from services.workflow.desk import Desk

LANGUAGE_COOKIE: Final = "netral-language"
LONGEST_FORM: Final = 1000
"""Fields; a form of ours has far fewer."""


class NotSignedInError(Exception):
    """The page is for people who are signed in."""


@dataclass(frozen=True)
class Visit:
    """A person at a page."""

    person: Person
    lang: Language
    csrf: str
    session: str


def cookie_name(desk: Desk) -> str:
    """With TLS a name that no other host or path can set."""
    return "__Host-netral" if desk.secure_cookies else "netral-session"


def lang_of(request: Request) -> Language:
    """The chosen language, else the browser's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return language(chosen if chosen in {"id", "en"} else request.headers.get("accept-language"))


def csrf_of(session: str) -> str:
    """What a form of this session carries; another session's does not fit."""
    return hmac.new(session.encode(), b"netral-form", hashlib.sha256).hexdigest()


async def visit(request: Request, desk: AtDesk) -> Visit:
    """The person that is signed in; others are sent to sign in."""
    session = request.cookies.get(cookie_name(desk), "")
    person = await desk.sign_in.current(session) if session else None
    if person is None:
        raise NotSignedInError
    return Visit(person, lang_of(request), csrf_of(session), session)


Visitor = Annotated[Visit, Depends(visit)]
"""Any official with a session; what he gets is narrowed by `seeing`."""


def from_here(request: Request) -> None:
    """A 403 for what another site sent: the browser says from where."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        raise EdgeRefusal("cross-site", 403)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise EdgeRefusal("cross-site", 403)


async def own_form(request: Request, person: Visitor) -> FormData:
    """The form of this very session; any other is a 403."""
    from_here(request)
    form = await request.form(max_fields=LONGEST_FORM, max_files=1)
    if not hmac.compare_digest(str(form.get("csrf", "")), person.csrf):
        raise EdgeRefusal("cross-site", 403)
    return form


OwnForm = Annotated[FormData, Depends(own_form)]


def keep(response: Response, desk: Desk, session: str) -> Response:
    """Puts the session into the browser, out of every script's reach."""
    response.set_cookie(
        cookie_name(desk),
        session,
        max_age=int(desk.session_length.total_seconds()),
        path="/",
        httponly=True,
        secure=desk.secure_cookies,
        samesite="strict",
    )
    return response
