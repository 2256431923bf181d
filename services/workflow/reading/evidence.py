"""Items of a matter: what agencies named, and the papers that officials uploaded."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.kit.database import Connection
from services.workflow.register import papers
from services.workflow.register.papers import Matter


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


async def of_matter(conn: Connection, matter: Matter) -> list[EvidenceLine]:
    """Everything in it; `named` items may be unknown, another agency's, or on their way."""
    return [_line(row) for row in await papers.items(conn, matter)]


def _line(row: Any) -> EvidenceLine:  # noqa: ANN401 -- an asyncpg record
    return EvidenceLine(
        evidence_id=row["evidence_id"],
        complaint_id=row["complaint_id"],
        state=row["state"] or "named",
        sha256=row["sha256"],
        size=row["size"],
        media_type=row["media_type"],
        warnings=list(row["warnings"] or ()),
        by_office=(row["agency_id"] or "").startswith("office:"),
    )
