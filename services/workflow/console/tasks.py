"""The inbox and the page of one task."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.kit.errors import Failure, NotFound
from services.workflow.api import cursors
from services.workflow.api.holding import Move, carry_out
from services.workflow.api.official import AtDesk
from services.workflow.console import forms, render
from services.workflow.console.matter import of_task
from services.workflow.console.render import ON_A_PAGE
from services.workflow.console.session import OwnForm, Visit, Visitor
from services.workflow.desk import Desk
from services.workflow.reading import tasks as reading
from services.workflow.reading.overview import overview
from services.workflow.reading.tasks import View
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/console", include_in_schema=False)

NOTICES = frozenset({"recorded", "taken", "given_back", "handed"})


@router.get("/tasks")
async def inbox(
    person: Visitor,
    desk: AtDesk,
    view: View = View.OFFICE,
    notice: str | None = None,
    after: str | None = None,
) -> Response:
    """Tasks in one of four views, a page of them."""
    place, today = cursors.task_place(after), await desk.today(person.person)
    async with desk.database.connection() as conn:
        found = await reading.inbox(conn, Viewer.of(person.person), view, today, ON_A_PAGE, place)
        books = await overview(conn, person.person.jurisdiction, today)
    return await render.page(
        "tasks.html",
        desk,
        person.lang,
        person.person,
        person.csrf,
        here="tasks",
        inbox=found,
        views=list(View),
        more=cursors.of_task(found.next),
        books=books,
        notice=notice if notice in NOTICES else None,
    )


@router.get("/tasks/{task_id}")
async def one_task(
    task_id: UUID, person: Visitor, desk: AtDesk, notice: str | None = None, item: str | None = None
) -> Response:
    """The task with the facts of its matter and its form."""
    shown = notice if notice in NOTICES | {"uploaded"} else None
    return await task_page(desk, person, task_id, notice=shown, item=item)


@router.post("/tasks/{task_id}/claim")
async def claim(task_id: UUID, person: Visitor, desk: AtDesk, _: OwnForm) -> Response:
    """Take it."""
    move = Move(task_id, "claimed", person.person.id)
    return await _moved(desk, person, move, "taken")


@router.post("/tasks/{task_id}/release")
async def release(task_id: UUID, person: Visitor, desk: AtDesk, _: OwnForm) -> Response:
    """Give it back."""
    return await _moved(desk, person, Move(task_id, "released", None), "given_back")


@router.post("/tasks/{task_id}/hand-over")
async def hand_over(task_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """Give it to a colleague."""
    move = Move(task_id, "handed_over", str(form.get("to", "")))
    return await _moved(desk, person, move, "handed")


@router.post("/tasks/{task_id}/answer")
async def answer(task_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """Record the answer, or show the form again with what was wrong or refused."""
    today = await desk.today(person.person)
    async with desk.database.connection() as conn:
        task = await reading.task(conn, Viewer.of(person.person), task_id, today)
    try:
        said, happened_on, act_id = forms.read(desk, person, task.kind, form)
        await desk.acting.answer(task_id, person.person, said, happened_on, act_id)
    except Failure as failure:
        return await task_page(desk, person, task_id, form=forms.typed_of(form), failure=failure)
    return RedirectResponse("/console/tasks?notice=recorded", 303)


async def task_page(
    desk: Desk,
    visit: Visit,
    task_id: UUID,
    *,
    form: dict[str, list[str]] | None = None,
    failure: Failure | None = None,
    notice: str | None = None,
    item: str | None = None,
) -> Response:
    """The page as it stands, with what was typed and refused if something was."""
    today = await desk.today(visit.person)
    async with desk.database.connection() as conn:
        task = await reading.task(conn, Viewer.of(visit.person), task_id, today)
        matter = await of_task(desk, conn, visit.person, task)
        sheet = None
        if task.state == "open" and task.asked_of_me:
            sheet = await forms.sheet(
                desk,
                conn,
                visit,
                task.kind,
                matter,
                task.respondent,
                typed=form,
                failure=failure,
            )
    people = await desk.directory.people(visit.person.jurisdiction)
    return await render.page(
        "task.html",
        desk,
        visit.lang,
        visit.person,
        visit.csrf,
        status=_status(failure),
        here="tasks",
        task=task,
        matter=matter,
        sheet=sheet,
        held_by_other=task.holder_id not in {None, visit.person.id},
        colleagues=[p for p in people if p.id != visit.person.id and p.roles],
        notice=notice,
        uploaded=item,
        base=f"/console/tasks/{task_id}",
    )


def _status(failure: Failure | None) -> int:
    from services.kit.problems import status_of  # noqa: PLC0415 -- beside its only use

    return status_of(failure) if failure else 200


async def _moved(desk: Desk, visit: Visit, move: Move, notice: str) -> Response:
    try:
        async with desk.database.transaction() as conn:
            await carry_out(desk, conn, visit.person, move)
    except NotFound:
        raise
    except Failure as failure:
        return await task_page(desk, visit, move.task_id, failure=failure)
    return RedirectResponse(f"/console/tasks/{move.task_id}?notice={notice}", 303)
