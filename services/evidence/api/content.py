"""`GET /v1/evidence/{id}/content`: the sealed bytes, checked, never to be shown in our name."""

from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from services.evidence import byte_range
from services.evidence.api.counter import (
    CREDENTIALS,
    AtCounter,
    Counter,
    Reader,
    TheId,
    item_for,
    reader_of,
    write_custody,
)
from services.evidence.byte_range import ByteRange
from services.evidence.custody import CustodyAct
from services.evidence.items import Item
from services.kit.bounded import within
from services.kit.errors import Refused
from services.kit.heads import only_the_head
from services.kit.problems import responses

router = APIRouter(tags=["evidence"])

# A file may be a page with a script: it is saved, never opened, and may do nothing if it is.
SAFE: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-site",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
}
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "the whole file", "content": {"*/*": _BYTES}},
    206: {"description": "the range that was asked for", "content": {"*/*": _BYTES}},
}


@router.get(
    "/v1/evidence/{evidence_id}/content",
    response_class=StreamingResponse,
    dependencies=CREDENTIALS,
    responses={**_ANSWERS, **responses(401, 404, 409, 416, 422, 500, 503)},
    summary="The bytes of an item",
)
async def content(
    evidence_id: TheId,
    request: Request,
    counter: AtCounter,
    range_header: Annotated[
        str | None, Header(alias="Range", description="one range: `bytes=0-1023`")
    ] = None,
    if_range: Annotated[
        str | None, Header(description="the `ETag`; for another one the whole file comes")
    ] = None,
) -> Response:
    """The file as it was sent, as an attachment; custody is written before the first byte leaves.

    `Content-Type` is `media_type` as the item names it, without a charset: none is known.

    Every block of 1 MiB is compared with its SHA-256 before a byte of it leaves. A block that
    differs is a problem `evidence-altered`; in the middle of an answer the connection is cut.
    """
    reader = await reader_of(request, counter, evidence_id, "download")
    head = only_the_head(request.scope)
    asked_for = None if head else range_header
    item, asked = await within(
        _recorded(counter, reader, evidence_id, asked_for, if_range, head=head)
    )
    size, tag = item.digests.size, _tag(item)
    span = asked or ByteRange(0, size - 1)
    body = None if head else await counter.contents.open(item, span)
    name = counter.parts.words.name(item) if reader.agency is not None else None
    headers = SAFE | {
        # Named here and not as the response's media type, which would add a charset to a text.
        "content-type": item.media_type,
        "content-disposition": _disposition(item, name),
        "content-length": str(span.length),
        "etag": tag,
    }
    if asked is not None:
        headers["content-range"] = asked.content_range(size)
    if body is None:
        return Response(status_code=HTTPStatus.OK, headers=headers)
    status = HTTPStatus.OK if asked is None else HTTPStatus.PARTIAL_CONTENT
    return StreamingResponse(body, status, headers=headers)


async def _recorded(
    counter: Counter,
    reader: Reader,
    evidence_id: UUID,
    range_header: str | None,
    if_range: str | None,
    *,
    head: bool,
) -> tuple[Item, ByteRange | None]:
    """The item and the range that is asked for, after custody says who has them."""
    at = await counter.parts.clock.now()
    async with counter.parts.database.transaction() as conn:
        item = await item_for(conn, reader, evidence_id)
        if item.state != "sealed":
            raise Refused("evidence-not-sealed", state=item.state)
        size = item.digests.size
        fresh = if_range is None or if_range.strip() == _tag(item)
        asked = byte_range.asked(range_header if fresh else None, size)
        span = asked or ByteRange(0, size - 1)
        if head:
            if reader.grant is not None:
                detail = {"what": "description"}
                await write_custody(conn, reader, item, at, CustodyAct.VIEWED, detail)
            return item, None
        detail = {"range": f"{span.first}-{span.last}"}
        await write_custody(conn, reader, item, at, CustodyAct.DOWNLOADED, detail)
    return item, asked


def _tag(item: Item) -> str:
    return f'"{item.digests.sha256.hex()}"'


def _disposition(item: Item, name: str | None) -> str:
    """The sender's own name only to the sender; an official's copy is called by its id."""
    shown = name or str(item.evidence_id)
    return f"attachment; filename=\"{item.evidence_id}\"; filename*=UTF-8''{quote(shown, safe='')}"
