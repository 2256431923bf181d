"""What is behind the counter of the HTTP process, and who stands before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.requests import Request

from services.evidence import custody_log, items
from services.evidence.contents import Contents
from services.evidence.custody import CustodyAct, Detail
from services.evidence.items import Item
from services.evidence.parts import Parts
from services.evidence.receiving import Receiving, Sender
from services.kit.access.directory import Directory
from services.kit.access.entries import Agency
from services.kit.bearer import agency_of, credential, insist_standing
from services.kit.bounded import within
from services.kit.database import Connection
from services.kit.errors import EdgeRefusal, NotFound, Refused
from services.kit.grants import Grant, GrantAct, GrantVerifier


@dataclass(frozen=True)
class Counter:
    """Everything a request needs, put together once by `app.py`."""

    parts: Parts
    directory: Directory
    verifier: GrantVerifier
    receiving: Receiving
    contents: Contents
    public_url: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads an item: its agency, or an official under a grant for this item."""

    id: str
    agency: Agency | None
    grant: Grant | None
    purpose_sealed: str = ""

    def detail(self) -> dict[str, str | int]:
        """What of the grant goes into custody; the purpose sealed, as it may name a person."""
        if self.grant is None:
            return {}
        case = str(self.grant.case_id) if self.grant.case_id else ""
        return {
            "grant": str(self.grant.id),
            "purpose_sealed": self.purpose_sealed,
            "case_id": case,
        }


def counter_of(request: Request) -> Counter:
    """The counter of the app that serves the request."""
    counter: Counter = request.app.state.counter
    return counter


_BEARER = HTTPBearer(scheme_name="agency", description="an agency's token", auto_error=False)
_GRANT = APIKeyHeader(
    name="Authorization",
    scheme_name="grant",
    description="`Grant <token>`: one act of one official on one item, for five minutes at most",
    auto_error=False,
)
CREDENTIALS = [Security(_BEARER), Security(_GRANT)]
AGENCY_ONLY = [Security(_BEARER)]

AtCounter = Annotated[Counter, Depends(counter_of)]


def _the_id(evidence_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]) -> UUID:
    """What is no id is nobody's item."""
    try:
        return UUID(evidence_id)
    except ValueError as error:
        raise NotFound("not-found") from error


TheId = Annotated[UUID, Depends(_the_id)]


async def sender_of(request: Request, counter: Counter, jurisdiction: str) -> Sender:
    """Who uploads: an agency within its scope, or an official under a grant to upload."""
    token = credential(request, "grant")
    if token is None:
        agency = await within(agency_of(request, counter.directory))
        if jurisdiction not in agency.jurisdictions:
            raise Refused("jurisdiction-outside", about="who")
        return Sender(id=f"agency:{agency.id}", agency_id=agency.id)
    grant = counter.verifier.verify(token, acts=("upload",))
    await within(insist_standing(grant, counter.directory))
    if grant.jurisdiction != jurisdiction:
        raise Refused("jurisdiction-outside", about="who")
    return Sender(
        id=f"person:{grant.person_id}",
        agency_id=f"office:{grant.jurisdiction}",
        sent_for=str(_case_or_task(grant)),
        case_id=grant.case_id,
        purpose=grant.purpose,
    )


def _case_or_task(grant: Grant) -> UUID:
    """What an official's upload is for; the workflow service names it by its id."""
    try:
        return UUID(grant.item)
    except ValueError as error:
        raise EdgeRefusal("grant-invalid", 401) from error


async def reader_of(
    request: Request, counter: Counter, evidence_id: UUID, *acts: GrantAct
) -> Reader:
    """Who reads; a grant must name this very item and one of the acts."""
    token = credential(request, "grant")
    if token is None:
        agency = await within(agency_of(request, counter.directory))
        return Reader(f"agency:{agency.id}", agency, None)
    grant = counter.verifier.verify(token, acts=acts, item=str(evidence_id))
    await within(insist_standing(grant, counter.directory))
    why = counter.parts.words.seal_purpose(evidence_id, grant.purpose)
    return Reader(f"person:{grant.person_id}", None, grant, why)


async def item_for(conn: Connection, reader: Reader, evidence_id: UUID) -> Item:
    """The item, if it is the reader's to read; else it is as if not there."""
    item = await items.get(conn, evidence_id)
    if reader.agency is not None and item.agency_id != reader.agency.id:
        raise NotFound("not-found")
    if reader.grant is not None and item.jurisdiction != reader.grant.jurisdiction:
        raise NotFound("not-found")
    return item


async def write_custody(
    conn: Connection, reader: Reader, item: Item, at: datetime, act: CustodyAct, detail: Detail
) -> None:
    """First the entry, then the act: without the one the other does not happen."""
    whole = {**reader.detail(), **detail}
    await custody_log.append(conn, item.evidence_id, at, reader.id, act, whole)


async def only_agency(request: Request, counter: Counter) -> Agency:
    """The agency that asks; a grant opens one item, never a list."""
    if credential(request, "grant") is not None:
        raise EdgeRefusal("credential-missing", 401)
    return await within(agency_of(request, counter.directory))
