"""The pages, put into the app; a failure on a page is a page too."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from services.kit import problems
from services.kit.errors import Failure
from services.workflow.api.official import AtDesk
from services.workflow.console import cases, doors, files, render, tasks
from services.workflow.console.session import NotSignedInError, lang_of
from services.workflow.desk import desk_of

ROUTERS = (doors.router, tasks.router, cases.router, files.router)


def install(app: FastAPI) -> None:
    """Add the pages' routes, and what they show when something is wrong."""
    for router in ROUTERS:
        app.include_router(router)

    @app.exception_handler(NotSignedInError)
    async def _sign_in(request: Request, error: NotSignedInError) -> Response:
        del request, error
        return RedirectResponse("/console/sign-in", 303)

    answered = app.exception_handlers[Failure]

    @app.exception_handler(Failure)
    async def _failed(request: Request, failure: Failure) -> Response:
        if not request.url.path.startswith("/console/"):
            answer: Response = await answered(request, failure)  # type: ignore[misc]
            return answer
        return await failure_page(request, failure)


async def failure_page(request: Request, failure: Failure) -> Response:
    """What went wrong, in the reader's language, with its correlation id."""
    desk: AtDesk = desk_of(request)
    lang = lang_of(request)
    told = problems.document(failure, desk.words, lang)
    status = problems.status_of(failure)
    return await render.page("failure.html", desk, lang, None, "", status=status, failure=told)
