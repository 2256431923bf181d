"""Items of a matter: what agencies named, and the papers that officials uploaded."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.kit.database import Connection


class EvidenceLine(BaseModel):
    """One item; its bytes are read by a grant."""

    evidence_id: UUID
    complaint_id: UUID | None
    state: str = Field(
        description="named (not sealed yet, or not the agency's), sealed, attached or refused"
    )
    sha256: str | None
    size: int | None
    media_type: str | None
    warnings: list[str]
    by_office: bool = Field(description="an official's paper, not an agency's evidence")


_OF_CASE = """(e.case_id = $1 or e.complaint_id in
    (select p.complaint_id from workflow.complaint p where p.case_id = $1))"""


async def of_case(conn: Connection, case_id: UUID) -> list[EvidenceLine]:
    """Everything in the case, in the order in which it came."""
    rows = await conn.fetch(
        f"select * from workflow.evidence_item e where {_OF_CASE}"  # noqa: S608
        " order by e.seen_at, e.evidence_id",
        case_id,
    )
    return [_line(row) for row in rows]


async def of_complaint(conn: Connection, complaint_id: UUID) -> list[EvidenceLine]:
    """What the complaint names; `named` items may be unknown or another agency's."""
    rows = await conn.fetch(
        "select * from workflow.evidence_item e where e.complaint_id = $1"
        " order by e.seen_at, e.evidence_id",
        complaint_id,
    )
    return [_line(row) for row in rows]


def _line(row: Any) -> EvidenceLine:  # noqa: ANN401 -- an asyncpg record
    return EvidenceLine(
        evidence_id=row["evidence_id"],
        complaint_id=row["complaint_id"],
        state=row["state"],
        sha256=row["sha256"],
        size=row["size"],
        media_type=row["media_type"],
        warnings=list(row["warnings"]),
        by_office=(row["agency_id"] or "").startswith("office:"),
    )
