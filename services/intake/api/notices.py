"""`GET /v1/notices`: everything an agency was told, in order."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from services.intake.desk import Desk, desk_of
from services.intake.notices import Notice, feed
from services.kit import bounded
from services.kit.bounded import within
from services.kit.errors import Malformed, Pointer
from services.kit.problems import responses

router = APIRouter(tags=["notices"])

_LARGEST_POSITION = 2**63 - 1


class NoticePage(BaseModel, frozen=True):
    """Notices, oldest first."""

    items: list[Notice]
    next: str = Field(description="give it as `after` for what comes next; never null")


@router.get("/v1/notices", response_model=NoticePage, responses=responses(401, 422, 503))
async def notices(
    request: Request,
    after: Annotated[
        str,
        Query(
            description="`next` of the page before, or the `position` or `id` of a notice",
            pattern=r"^([0-9]{1,18}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$",
        ),
    ] = "0",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Each notice once, in order, with the bytes that the webhook delivers."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    found = await within(_page(desk, agency.id, _place(after), limit))
    last = found[-1][0] if found else None
    # The bodies are put together as they are stored: reading them again might change a byte.
    items = b",".join(body for _, body in found)
    page = b'{"items":[%b],"next":"%b"}' % (items, str(last).encode() if last else after.encode())
    return Response(page, media_type="application/json")


async def _page(
    desk: Desk, agency_id: str, after: int | UUID, limit: int
) -> list[tuple[int, bytes]]:
    async with bounded.reading(desk.database) as conn:
        return await feed(conn, agency_id, after, limit)


def _place(after: str) -> int | UUID:
    if after.isascii() and after.isdecimal() and int(after) <= _LARGEST_POSITION:
        return int(after)
    try:
        return UUID(after)
    except ValueError:
        raise Malformed("malformed", pointers=[Pointer("/after", "invalid")]) from None
