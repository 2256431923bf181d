"""May this person do this act on this item now? If so, a signed grant, written down first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import quote
from uuid import UUID

from services.contracts.law import Role
from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.errors import Malformed, NotFound, Pointer, Refused
from services.kit.grants import Grant
from services.workflow.desk import Addresses, Desk
from services.workflow.register import papers
from services.workflow.register.papers import Matter

Act = Literal["view", "download", "upload", "reveal"]

LIVES = timedelta(minutes=4, seconds=50)
"""A little under the longest, so that two clocks may differ."""

REVEALERS = frozenset(
    {Role.INTAKE_OFFICER, Role.INSPECTOR, Role.IRBAN, Role.AUDITOR, Role.SUBSTITUTE}
)
"""Who may, for a reason that is written down, learn who complained."""


@dataclass(frozen=True)
class Granted:
    """The token, where to use it, and until when it holds."""

    token: str
    url: str
    method: str
    grant: Grant


async def grant(
    desk: Desk,
    conn: Connection,
    person: Person,
    matter: Matter,
    act: Act,
    item: str | None,
    purpose: str,
) -> Granted:
    """The grant; its row is in the caller's transaction, which commits before it is answered."""
    about = _item(matter, act, item)
    complaint_id = matter.complaint_id
    if act == "upload":
        if about not in matter.keys:
            raise NotFound("not-found")
        url, method = f"{desk.addresses.evidence_public}/v1/evidence", "POST"
        url += f"?jurisdiction={quote(person.jurisdiction)}"
    else:
        if act == "reveal" and not person.roles & REVEALERS:
            raise Refused("reveal-not-yours", about="who")
        complaint = await _complaint(conn, matter, about)
        if complaint is not None:
            if act == "download":
                raise NotFound("not-found")
            complaint_id = complaint
            url = f"{desk.addresses.intake_public}/v1/complaints/{about}/content"
        else:
            complaint_id = await _evidence(conn, matter, about) or complaint_id
            url = _evidence_url(desk.addresses, act, about)
        method = "GET"
    made = Grant(
        person_id=person.id,
        roles=tuple(sorted(person.roles)),
        jurisdiction=person.jurisdiction,
        act=act,
        item=about,
        case_id=matter.case_id,
        complaint_id=complaint_id,
        purpose=purpose,
    )
    made = made.model_copy(update={"expires_at": made.expires_at - (timedelta(minutes=5) - LIVES)})
    await _write(desk, conn, made, matter)
    return Granted(token=desk.signer.sign(made), url=url, method=method, grant=made)


def _item(matter: Matter, act: Act, item: str | None) -> str:
    if item is None:
        if act == "upload":
            return matter.keys[0]
        raise Malformed("malformed", pointers=[Pointer("/item", "invalid")])
    try:
        return str(UUID(item))
    except ValueError as error:
        raise NotFound("not-found") from error


async def _complaint(conn: Connection, matter: Matter, item: str) -> UUID | None:
    """The complaint of that id, if it is one of this matter."""
    found: UUID | None = await conn.fetchval(
        "select complaint_id from workflow.complaint where complaint_id = $1"
        " and (complaint_id = $2 or case_id = $3)",
        UUID(item),
        matter.complaint_id,
        matter.case_id,
    )
    return found


async def _evidence(conn: Connection, matter: Matter, evidence_id: str) -> UUID | None:
    """The complaint of an item of this matter (None for an office's paper); else not there."""
    found = await papers.item(conn, matter, UUID(evidence_id))
    if found is None:
        raise NotFound("not-found")
    complaint_id: UUID | None = found["complaint_id"]
    return complaint_id


def _evidence_url(addresses: Addresses, act: Act, item: str) -> str:
    address = f"{addresses.evidence_public}/v1/evidence/{item}"
    return f"{address}/content" if act == "download" else address


async def _write(desk: Desk, conn: Connection, made: Grant, matter: Matter) -> None:
    await conn.execute(
        "insert into workflow.grant_issued (grant_id, person_id, act, item, case_id, complaint_id,"
        " task_id, purpose_sealed, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        made.id,
        made.person_id,
        made.act,
        made.item,
        made.case_id,
        made.complaint_id,
        matter.task_id,
        desk.sealer.seal(made.purpose.encode(), f"workflow.grant|{made.id}"),
        made.expires_at,
    )
