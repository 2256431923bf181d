"""The list of cases, one case, and what may be recorded in it without a task."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.kit.errors import Failure, NotFound
from services.kit.problems import status_of
from services.workflow.api import cursors
from services.workflow.api.official import AtDesk
from services.workflow.console import forms, render
from services.workflow.console.matter import of_case
from services.workflow.console.render import ON_A_PAGE
from services.workflow.console.session import OwnForm, Visitor
from services.workflow.forms import FORMS, AnytimeKind
from services.workflow.reading import cases as reading
from services.workflow.reading import tasks
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/console", include_in_schema=False)

_OF_RESPONDENT = frozenset(
    {AnytimeKind.OBJECTION_RECEIVED, AnytimeKind.APPEAL_RECEIVED, AnytimeKind.INACTION}
)


@router.get("/cases")
async def list_cases(person: Visitor, desk: AtDesk, after: str | None = None) -> Response:
    """The cases that the person may see, newest first, a page of them."""
    place = cursors.case_place(after)
    async with desk.database.connection() as conn:
        found = await reading.page(
            conn, Viewer.of(person.person), stage=None, after=place, limit=ON_A_PAGE
        )
    return await render.page(
        "cases.html",
        desk,
        person.lang,
        person.person,
        person.csrf,
        here="cases",
        cases=found.items,
        total=found.total,
        more=cursors.of_case(found.next),
    )


@router.get("/cases/{case_id}")
async def one_case(
    case_id: UUID, person: Visitor, desk: AtDesk, notice: str | None = None, item: str | None = None
) -> Response:
    """The case with respondents, items, periods and timeline."""
    today = await desk.today(person.person)
    async with desk.database.connection() as conn:
        matter = await of_case(desk, conn, person.person, case_id)
        asked = await tasks.tasks_of(conn, Viewer.of(person.person), today, case_id=case_id)
    mine = [
        kind
        for kind, form in FORMS.items()
        if kind in set(AnytimeKind) and set(form.roles) & person.person.roles
    ]
    return await render.page(
        "case.html",
        desk,
        person.lang,
        person.person,
        person.csrf,
        here="cases",
        matter=matter,
        tasks=[task for task in asked if task.state == "open"],
        anytime=mine if matter.case and matter.case.closed_on is None else [],
        of_respondent=_OF_RESPONDENT,
        notice=notice if notice in {"recorded", "uploaded"} else None,
        uploaded=item,
        base=f"/console/cases/{case_id}",
    )


@router.get("/cases/{case_id}/acts/{kind}")
async def act_page(
    case_id: UUID, kind: AnytimeKind, person: Visitor, desk: AtDesk, respondent: int | None = None
) -> Response:
    """The form of an act that nobody asked for."""
    async with desk.database.connection() as conn:
        matter = await of_case(desk, conn, person.person, case_id)
        sheet = await forms.sheet(desk, conn, person, kind, matter, respondent)
    return await render.page(
        "act.html",
        desk,
        person.lang,
        person.person,
        person.csrf,
        here="cases",
        matter=matter,
        sheet=sheet,
        respondent=respondent,
        base=f"/console/cases/{case_id}",
    )


@router.post("/cases/{case_id}/acts/{kind}")
async def act(
    case_id: UUID,
    kind: AnytimeKind,
    person: Visitor,
    desk: AtDesk,
    form: OwnForm,
    respondent: int | None = None,
) -> Response:
    """Record it, or show the form again."""
    try:
        said, happened_on, act_id = forms.read(desk, person, kind, form)
        await desk.acting.act(case_id, kind, respondent, person.person, said, happened_on, act_id)
    except NotFound:
        raise
    except Failure as failure:
        async with desk.database.connection() as conn:
            matter = await of_case(desk, conn, person.person, case_id)
            sheet = await forms.sheet(
                desk,
                conn,
                person,
                kind,
                matter,
                respondent,
                typed=forms.typed_of(form),
                failure=failure,
            )
        return await render.page(
            "act.html",
            desk,
            person.lang,
            person.person,
            person.csrf,
            status=status_of(failure),
            here="cases",
            matter=matter,
            sheet=sheet,
            respondent=respondent,
            base=f"/console/cases/{case_id}",
        )
    return RedirectResponse(f"/console/cases/{case_id}?notice=recorded", 303)
