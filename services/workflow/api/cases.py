"""`/v1/cases`: cases that the person may see, and one of them with everything in it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from services.contracts.law import Stage
from services.kit.problems import responses
from services.workflow.api import cursors
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.api.tasks import Task, named
from services.workflow.reading import cases, evidence, tasks
from services.workflow.reading.cases import CaseLine, ClockLine, RespondentLine
from services.workflow.reading.complaints import ComplaintLine, complaints_of
from services.workflow.reading.evidence import EvidenceLine
from services.workflow.reading.timeline import TimelineEntry, timeline
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["cases"])


class CasePage(BaseModel):
    """Cases, newest first."""

    items: list[CaseLine]
    total: int = Field(description="how many cases of this stage the person sees, on all pages")
    next: str | None = Field(description="give it as `after` for the next page")


class CaseView(BaseModel):
    """A case with everything in it."""

    case: CaseLine
    respondents: list[RespondentLine]
    complaints: list[ComplaintLine]
    evidence: list[EvidenceLine]
    tasks: list[Task]
    timeline: list[TimelineEntry]
    clocks: list[ClockLine]


@router.get("/cases", responses=responses(401, 422, 503))
async def list_cases(
    person: Official,
    desk: AtDesk,
    stage: Annotated[Stage | None, Query(description="only at this stage")] = None,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CasePage:
    """Cases, newest first."""
    place = cursors.case_place(after)
    async with desk.database.connection() as conn:
        found = await cases.page(conn, Viewer.of(person), stage=stage, after=place, limit=limit)
    return CasePage(items=found.items, total=found.total, next=cursors.of_case(found.next))


@router.get("/cases/{case_id}", responses=responses(401, 404, 422, 503))
async def one_case(case_id: UUID, person: Official, desk: AtDesk, lang: Tongue) -> CaseView:
    """One case: respondents, complaints, evidence, tasks, timeline, clocks."""
    viewer, today = Viewer.of(person), await desk.today(person)
    async with desk.database.connection() as conn:
        found = await cases.case(conn, viewer, case_id)
        return CaseView(
            case=found,
            respondents=await cases.respondents(conn, desk.contents, case_id),
            complaints=await complaints_of(conn, desk.contents, case_id),
            evidence=await evidence.of_matter(conn, Matter(case_id=case_id)),
            tasks=[
                named(task, desk, lang)
                for task in await tasks.tasks_of(conn, viewer, today, case_id=case_id)
            ],
            timeline=await timeline(conn, desk.sealer, case_id=case_id),
            clocks=await cases.clocks(conn, case_id=case_id),
        )
