"""The pages, put into the app; what they show when something is wrong."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from services.kit import problems
from services.kit.errors import Failure, Unavailable
from services.workflow.api.official import AtDesk
from services.workflow.console import cases, doors, files, render, tasks
from services.workflow.console.session import NotSignedInError, lang_of
from services.workflow.desk import desk_of

ROUTERS = (doors.router, tasks.router, cases.router, files.router)


def install(app: FastAPI) -> None:
    """Add the pages' routes; whoever is not signed in is led to the sign-in."""
    for router in ROUTERS:
        app.include_router(router)

    @app.exception_handler(NotSignedInError)
    async def _sign_in(request: Request, error: NotSignedInError) -> Response:
        del request, error
        return RedirectResponse("/console/sign-in", 303)


async def failure_page(request: Request, failure: Failure) -> Response | None:
    """What went wrong, in the reader's language, with its correlation id; None but on pages."""
    if not request.url.path.startswith("/console/"):
        return None
    desk: AtDesk = desk_of(request)
    lang = lang_of(request)
    told = problems.document(failure, desk.words, lang)
    status = problems.status_of(failure)
    try:
        return await render.page("failure.html", desk, lang, None, "", status=status, failure=told)
    except Unavailable:
        # Its banner names the legal day, which needs the database: the document needs nothing.
        return None
