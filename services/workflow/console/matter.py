"""What stands beside a task or case: text, items, respondents, timeline; read once for a page."""

from dataclasses import dataclass
from uuid import UUID

from services.kit.access.entries import Person
from services.kit.database import Connection
from services.workflow.desk import Desk
from services.workflow.reading import cases, complaints, evidence
from services.workflow.reading.cases import CaseLine, ClockLine, RespondentLine
from services.workflow.reading.complaints import ComplaintLine
from services.workflow.reading.evidence import EvidenceLine
from services.workflow.reading.tasks import TaskLine
from services.workflow.reading.timeline import TimelineEntry, timeline
from services.workflow.register import papers
from services.workflow.seeing import Viewer


@dataclass(frozen=True)
class Matter:
    """A case, or a complaint that has none."""

    case: CaseLine | None
    complaints: list[ComplaintLine]
    respondents: list[RespondentLine]
    evidence: list[EvidenceLine]
    timeline: list[TimelineEntry]
    clocks: list[ClockLine]


async def of_case(desk: Desk, conn: Connection, person: Person, case_id: UUID) -> Matter:
    """A case that the person sees."""
    return Matter(
        case=await cases.case(conn, Viewer.of(person), case_id),
        complaints=await complaints.complaints_of(conn, desk.contents, case_id),
        respondents=await cases.respondents(conn, desk.contents, case_id),
        evidence=await evidence.of_matter(conn, papers.Matter(case_id=case_id)),
        timeline=await timeline(conn, desk.sealer, case_id=case_id),
        clocks=await cases.clocks(conn, case_id=case_id),
    )


async def of_task(desk: Desk, conn: Connection, person: Person, task: TaskLine) -> Matter:
    """What the task is about; whoever sees the task sees this."""
    if task.case_id is not None:
        return await of_case(desk, conn, person, task.case_id)
    if task.complaint_id is None:
        return Matter(None, [], [], [], [], [])
    found = await complaints.complaint(conn, Viewer.of(person), desk.contents, task.complaint_id)
    return Matter(
        case=None,
        complaints=[found],
        respondents=[],
        evidence=await evidence.of_matter(
            conn, papers.Matter(complaint_id=task.complaint_id, task_id=task.task_id)
        ),
        timeline=await timeline(conn, desk.sealer, complaint_id=task.complaint_id),
        clocks=await cases.clocks(conn, complaint_id=task.complaint_id),
    )
