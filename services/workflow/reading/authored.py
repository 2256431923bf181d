"""An official's own finding: he reads how it stands from the moment at which intake took it."""

from uuid import UUID

from services.contracts.law import AgencyKind, ComplaintKind, Stage
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.kit.ids import IdMint
from services.workflow.reading.complaints import ComplaintLine, line
from services.workflow.register.authored import ACT, leave_id
from services.workflow.seeing import Viewer, authored_condition


async def own_finding(
    conn: Connection, viewer: Viewer, mint: IdMint, complaint_id: UUID
) -> ComplaintLine:
    """Its state without its text, which he wrote; as if not there for everybody else.

    Until intake's event has come the row of the complaint is not here, and it is received.
    """
    leave = await conn.fetchrow(
        "select item, issued_at from workflow.grant_issued"
        " where grant_id = $1 and person_id = $2 and act = $3 and item = $4",
        leave_id(mint, viewer.id, complaint_id),
        viewer.id,
        ACT,
        viewer.jurisdiction,
    )
    if leave is None:
        raise NotFound("not-found")
    row = await conn.fetchrow(
        f"select p.*, {authored_condition()} as may from workflow.complaint p"  # noqa: S608
        " where p.complaint_id = $8"
        " and $3::text[] is not null and $5::text[] is not null",
        *viewer.sql(),
        complaint_id,
    )
    if row is not None:
        if not row["may"]:
            raise NotFound("not-found")
        return line(row)
    return ComplaintLine(
        complaint_id=complaint_id,
        agency_id=f"office:{leave['item']}",
        agency_kind=AgencyKind.OTHER,
        jurisdiction=leave["item"],
        kind=ComplaintKind.FINDING,
        received_at=leave["issued_at"],
        state="pending",
        stage=Stage.RECEIVED,
        expected_on=None,
        case_id=None,
        outcome=None,
        reason_code=None,
        supplements=0,
        withdrawn_at=None,
        content=None,
        same_respondent_in=[],
    )
