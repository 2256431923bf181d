"""`/v1/cases`: cases that the person may see, and one of them with everything in it."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.contracts.law import Stage
from services.kit.errors import Malformed, Pointer
from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.api.tasks import Task, named
from services.workflow.reading import cases, evidence, tasks
from services.workflow.reading.cases import CaseLine, CasePage, ClockLine, RespondentLine
from services.workflow.reading.complaints import ComplaintLine, complaints_of
from services.workflow.reading.evidence import EvidenceLine
from services.workflow.reading.timeline import TimelineEntry, timeline
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["cases"])


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
    async with desk.database.connection() as conn:
        found = await cases.page(
            conn, Viewer.of(person), stage=stage, after=_place(after), limit=limit + 1
        )
    more = _cursor(*found[limit - 1][1]) if len(found) > limit else None
    return CasePage(items=[line for line, _ in found[:limit]], next=more)


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


def _cursor(at: datetime, case_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {case_id}".encode()).decode()


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    try:
        at, case_id = base64.urlsafe_b64decode(after.encode()).decode().rsplit(" ", 1)
        # Postgres has no room for what a zone pushes out of the years 1 to 9999.
        place = datetime.fromisoformat(at).astimezone(UTC), UUID(case_id)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise Malformed("malformed", pointers=[Pointer("/after", "invalid")]) from error
    return place
