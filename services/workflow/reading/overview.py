"""The books of one regency: accepted = opened + joined + settled + waiting, and the oldest."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from services.kit.database import Connection


class Overview(BaseModel):
    """Complaints of one regency, as the register has them; numbers only."""

    jurisdiction: str
    accepted: int = Field(description="complaints that intake acknowledged and that arrived here")
    opened: int
    joined: int
    settled: int
    waiting: int = Field(description="not yet decided upon by a person")
    oldest: datetime | None = Field(description="when the oldest waiting complaint was received")
    cases_open: int
    cases_closed: int
    tasks_open: int
    tasks_overdue: int
    oldest_task: date | None


async def overview(conn: Connection, jurisdiction: str, today: date) -> Overview:
    """Counted now, in one statement."""
    row = await conn.fetchrow(
        """
        select count(*) as accepted,
            count(*) filter (where state = 'opened') as opened,
            count(*) filter (where state = 'joined') as joined,
            count(*) filter (where state = 'settled') as settled,
            count(*) filter (where state in ('pending', 'started')) as waiting,
            min(received_at) filter (where state in ('pending', 'started')) as oldest,
            (select count(*) from workflow.cases c
             where c.jurisdiction = $1 and c.closed_at is null) as cases_open,
            (select count(*) from workflow.cases c
             where c.jurisdiction = $1 and c.closed_at is not null) as cases_closed,
            (select count(*) from workflow.task t
             where t.jurisdiction = $1 and t.state = 'open') as tasks_open,
            (select count(*) from workflow.task t where t.jurisdiction = $1
             and t.state = 'open' and t.due_on < $2) as tasks_overdue,
            (select min(t.opened_on) from workflow.task t
             where t.jurisdiction = $1 and t.state = 'open') as oldest_task
        from workflow.complaint where jurisdiction = $1
        """,
        jurisdiction,
        today,
    )
    return Overview(jurisdiction=jurisdiction, **dict(row))
