"""Who submitted which finding of the office: a row of leave, written with intake's receipt."""

from datetime import datetime
from uuid import UUID

from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.ids import IdMint

ACT = "submit"


def leave_id(mint: IdMint, person_id: str, complaint_id: UUID) -> UUID:
    """The row of this person and this finding: found by its key, however many there are."""
    return mint.mint("authored", person_id, str(complaint_id))


async def keep(
    conn: Connection, mint: IdMint, person: Person, complaint_id: UUID, received_at: datetime
) -> None:
    """That he submitted it; said again it is the same row."""
    await conn.execute(
        "insert into workflow.grant_issued"
        " (grant_id, person_id, act, item, complaint_id, issued_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $6) on conflict (grant_id) do nothing",
        leave_id(mint, person.id, complaint_id),
        person.id,
        ACT,
        person.jurisdiction,
        complaint_id,
        received_at,
    )
