"""What was done and what happened, in order: acts of persons, and rows without one."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.kit.database import Connection
from services.kit.sealing import Sealer
from services.workflow.register.timeline import open_words


class TimelineEntry(BaseModel):
    """One row."""

    kind: str = Field(description="a task's or act's kind, or what happened by itself")
    task_id: UUID | None
    respondent: int | None
    happened_on: date | None = Field(description="the paper's date")
    recorded_at: datetime
    recorded_by: str | None = Field(description="the person who entered it; null: nobody did")
    decided_by: str | None = Field(description="the post that signed, where it was a decision")
    role: str | None
    number: str | None = Field(description="number of the paper in the official register")
    paper_date: date | None
    citation: str | None
    data: dict[str, Any] = Field(description="codes, dates and numbers")
    words: dict[str, Any] = Field(description="what the person wrote")


async def timeline(
    conn: Connection,
    sealer: Sealer,
    *,
    case_id: UUID | None = None,
    complaint_id: UUID | None = None,
) -> list[TimelineEntry]:
    """All rows of a matter, oldest first; whoever asks has been let in before."""
    rows = await conn.fetch(
        "select * from workflow.act where case_id = $1 or complaint_id = $2"
        " or complaint_id in (select complaint_id from workflow.complaint where case_id = $1)"
        " order by id",
        case_id,
        complaint_id,
    )
    return [
        TimelineEntry(
            **{
                name: row[name]
                for name in TimelineEntry.model_fields
                if name not in {"data", "words"}
            },
            data=json.loads(row["data"]),
            words=open_words(sealer, row["act_id"], row["words_sealed"]),
        )
        for row in rows
    ]
