"""Reading what is known of an item, its custody, and an agency's list."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request

from services.evidence import custody_log
from services.evidence.api import answers
from services.evidence.api.counter import (
    AGENCY_ONLY,
    CREDENTIALS,
    AtCounter,
    Counter,
    Reader,
    TheId,
    item_for,
    only_agency,
    reader_of,
    write_custody,
)
from services.evidence.custody import CustodyAct, Entry, Verdict
from services.evidence.items import COLUMNS, Item, item_of
from services.kit.bounded import within
from services.kit.database import Connection
from services.kit.errors import EdgeRefusal
from services.kit.problems import responses

router = APIRouter(tags=["evidence"])

PAGE: Final = 50
_NAMED: Final = (
    "exists (select 1 from evidence.naming n where n.evidence_id = i.evidence_id"
    " and n.agency_id = i.agency_id and n.jurisdiction = i.jurisdiction)"
)


@router.get(
    "/v1/evidence",
    response_model=answers.EvidenceList,
    dependencies=AGENCY_ONLY,
    responses=responses(401, 422, 503),
    summary="An agency's items",
)
async def listing(
    request: Request,
    counter: AtCounter,
    unnamed: Annotated[
        bool, Query(description="only those that no complaint names; they go with their lock")
    ] = False,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> answers.EvidenceList:
    """An agency's own items, newest first."""
    agency = await only_agency(request, counter)
    rows = await within(_own(counter, agency.id, _cursor(after), limit + 1, unnamed=unnamed))
    shown = rows[:limit]
    more = _token(shown[-1]["stored_at"], shown[-1]["evidence_id"]) if len(rows) > limit else None
    lines = [
        answers.EvidenceLine(sha256=row["sha256"].hex(), **_shown(row)) for row in map(dict, shown)
    ]
    return answers.EvidenceList(items=lines, next=more)


async def _own(
    counter: Counter,
    agency_id: str,
    before: tuple[datetime | None, UUID | None],
    limit: int,
    *,
    unnamed: bool,
) -> list[Any]:
    async with counter.parts.database.connection() as conn:
        rows: list[Any] = await conn.fetch(
            f"select {COLUMNS}, {_NAMED} as named from evidence.item i"  # noqa: S608
            " where i.agency_id = $1 and ($2::timestamptz is null"
            " or (i.stored_at, i.evidence_id) < ($2, $3::uuid))"
            f" and (not $4 or (i.state <> 'swept' and not {_NAMED}))"
            " order by i.stored_at desc, i.evidence_id desc limit $5",
            agency_id,
            *before,
            unnamed,
            limit,
        )
    return rows


@router.get(
    "/v1/evidence/{evidence_id}",
    response_model=answers.Evidence,
    dependencies=CREDENTIALS,
    responses=responses(401, 404, 422, 503),
    summary="One item",
)
async def one(evidence_id: TheId, request: Request, counter: AtCounter) -> answers.Evidence:
    """State, digest, type, warnings and claims; an official's reading goes into custody first."""
    reader = await reader_of(request, counter, evidence_id, "view", "download", "reveal")
    reveal = reader.grant is not None and reader.grant.act == "reveal"
    act = CustodyAct.NAME_REVEALED if reveal else CustodyAct.VIEWED
    item, named, altered = await within(_described(counter, reader, evidence_id, act))
    return answers.evidence(
        item,
        counter.parts.words,
        counter.public_url,
        named=named,
        altered=altered,
        with_name=reveal or reader.agency is not None,
    )


@router.get(
    "/v1/evidence/{evidence_id}/custody",
    response_model=answers.Custody,
    dependencies=CREDENTIALS,
    responses=responses(401, 404, 422, 503),
    summary="Who did what with an item, when",
)
async def custody(evidence_id: TheId, request: Request, counter: AtCounter) -> answers.Custody:
    """The whole chain, verified as it is read: `intact` is false if any entry was changed."""
    reader = await reader_of(request, counter, evidence_id, "view", "download")
    entries, verdict = await within(_chain(counter, reader, evidence_id))
    words, to_agency = counter.parts.words, reader.agency is not None
    return answers.custody(evidence_id, entries, verdict, words, to_agency=to_agency)


async def _described(
    counter: Counter, reader: Reader, evidence_id: UUID, act: CustodyAct
) -> tuple[Item, bool, bool]:
    at = await counter.parts.clock.now()
    async with counter.parts.database.transaction() as conn:
        item = await item_for(conn, reader, evidence_id)
        if reader.grant is not None:
            await write_custody(conn, reader, item, at, act, {"what": "description"})
        altered = await custody_log.holds(conn, evidence_id, CustodyAct.ALTERATION_FOUND)
        return item, await _named(conn, evidence_id), altered


async def _chain(
    counter: Counter, reader: Reader, evidence_id: UUID
) -> tuple[list[Entry], Verdict]:
    at = await counter.parts.clock.now()
    async with counter.parts.database.transaction() as conn:
        item = await item_for(conn, reader, evidence_id)
        if reader.grant is not None:
            await write_custody(conn, reader, item, at, CustodyAct.VIEWED, {"what": "custody"})
        return await custody_log.chain(conn, evidence_id)


async def _named(conn: Connection, evidence_id: UUID) -> bool:
    return bool(
        await conn.fetchval(
            f"select {_NAMED} from evidence.item i where i.evidence_id = $1",  # noqa: S608
            evidence_id,
        )
    )


def _shown(row: dict[str, object]) -> dict[str, object]:
    named = row.pop("named")
    item = item_of(row)
    return {
        "evidence_id": item.evidence_id,
        "jurisdiction": item.jurisdiction,
        "state": item.state,
        "size": item.digests.size,
        "media_type": item.media_type,
        "received_at": item.received_at,
        "retain_until": item.retain_until,
        "named": named,
    }


def _token(stored_at: datetime, evidence_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{stored_at.isoformat()}|{evidence_id}".encode()).decode()


def _cursor(after: str | None) -> tuple[datetime | None, UUID | None]:
    if after is None:
        return None, None
    try:
        moment, _, evidence_id = base64.urlsafe_b64decode(after).decode("ascii").partition("|")
        # Postgres has no room for what an offset pushes out of the years 1 to 9999.
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(evidence_id)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise EdgeRefusal("cursor-invalid", 422) from error
