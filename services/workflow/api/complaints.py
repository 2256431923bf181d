"""`/v1/complaints/{id}`: what triage reads."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from services.kit.errors import NotFound
from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.api.tasks import Task, named
from services.workflow.reading import evidence, tasks
from services.workflow.reading.authored import own_finding
from services.workflow.reading.cases import ClockLine, clocks
from services.workflow.reading.complaints import ComplaintLine, complaint
from services.workflow.reading.evidence import EvidenceLine
from services.workflow.reading.timeline import TimelineEntry, timeline
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["cases"])


class ComplaintView(ComplaintLine):
    """A complaint with everything around it."""

    evidence: list[EvidenceLine]
    tasks: list[Task]
    timeline: list[TimelineEntry]
    clocks: list[ClockLine] = Field(description="periods that run for the complaint itself")


@router.get("/complaints/{complaint_id}", responses=responses(401, 404, 422, 503))
async def one_complaint(
    complaint_id: UUID, person: Official, desk: AtDesk, lang: Tongue
) -> ComplaintView:
    """One complaint, without complainant, witnesses and file names.

    Who submitted it as a finding reads at once how it stands, and no more than his roles open.
    """
    viewer, today = Viewer.of(person), await desk.today(person)
    async with desk.database.connection() as conn:
        try:
            found = await complaint(conn, viewer, desk.contents, complaint_id)
        except NotFound:
            own = await own_finding(conn, viewer, desk.mint, complaint_id)
            return ComplaintView(**dict(own), evidence=[], tasks=[], timeline=[], clocks=[])
        open_tasks = await tasks.tasks_of(conn, viewer, today, complaint_id=complaint_id)
        return ComplaintView(
            **dict(found),
            evidence=await evidence.of_matter(conn, Matter(complaint_id=complaint_id)),
            tasks=[named(task, desk, lang) for task in open_tasks],
            timeline=await timeline(conn, desk.sealer, complaint_id=complaint_id),
            clocks=await clocks(conn, complaint_id=complaint_id),
        )
