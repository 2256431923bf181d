"""What an agency reads of its own complaints."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, AwareDatetime

from services.contracts.law import JURISDICTION_PATTERN, ComplaintKind, Stage
from services.intake import listing
from services.intake.api.ids import ComplaintId, as_uuid
from services.intake.desk import desk_of
from services.intake.listing import Filters, StatusPage
from services.intake.standing import Status
from services.kit.bounded import within
from services.kit.problems import responses
from services.kit.words import language

router = APIRouter(tags=["complaints"])


def _in_range(at: datetime) -> datetime:
    """Postgres has no room for what an offset pushes out of the years 1 to 9999."""
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]

NoNul = Query(pattern=r"^[^\x00]+$", max_length=4096)


@router.get("/v1/complaints/{complaint_id}", responses=responses(401, 404, 503))
async def complaint_status(request: Request, complaint_id: ComplaintId) -> Status:
    """Stage, what is missing, the next step and who acts, and how it ended for whom."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    found = await within(listing.status(desk.database, agency.id, as_uuid(complaint_id)))
    return found.in_words(desk.words, language(request.headers.get("accept-language")))


@router.get("/v1/complaints", responses=responses(401, 422, 503))
async def own_complaints(
    request: Request,
    jurisdiction: Annotated[str | None, Query(pattern=JURISDICTION_PATTERN)] = None,
    stage: Stage | None = None,
    kind: ComplaintKind | None = None,
    case_number: Annotated[str | None, NoNul] = None,
    received_from: Annotated[Moment | None, Query(description="this instant or later")] = (None),
    received_before: Annotated[Moment | None, Query(description="before this")] = None,
    cursor: Annotated[
        str | None,
        Query(
            description="`next` of the page before",
            pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> StatusPage:
    """The agency's own complaints, newest first."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    filters = Filters(jurisdiction, stage, kind, case_number, received_from, received_before)
    page = await within(listing.page(desk.database, agency.id, filters, cursor, limit))
    lang = language(request.headers.get("accept-language"))
    return StatusPage(items=[one.in_words(desk.words, lang) for one in page.items], next=page.next)
