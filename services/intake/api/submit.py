"""`POST /v1/complaints`: the one hot path, written plainly on the raw bytes."""

import hashlib
from datetime import date, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.contracts.law import AgencyKind, ComplaintKind
from services.intake.api.bodies import body_of
from services.intake.api.describing import reading_body
from services.intake.complaints import Complaint
from services.intake.desk import Desk, desk_of
from services.intake.door import admit
from services.intake.reading import read
from services.intake.receipts import Receipt, Sender
from services.intake.repetition import Repetition
from services.kit.access.entries import Agency
from services.kit.bearer import credential
from services.kit.bounded import within
from services.kit.errors import Failure, Malformed, Refused
from services.kit.grants import Grant
from services.kit.idempotency import parse_key
from services.kit.problems import responses


async def submit(request: Request, desk: Desk) -> Response:
    """Acknowledge a complaint: 202 after one commit, or a reason why not."""
    who: Agency | Grant
    if credential(request, "grant") is not None:
        who = await desk.grant(request, "submit")
    else:
        who = await desk.agency(request)
    key = parse_key(request.headers.get("idempotency-key"))
    raw = await body_of(request)
    try:
        complaint = read(raw, Complaint)
        sender, complaint = _authored(who, complaint)
        now = await desk.now()
        today = await desk.day(now, complaint.jurisdiction)
        admit(complaint, now, today)
    except (Malformed, Refused) as failure:
        # What is away is not among them: it was waited for once, and this look would wait again.
        return await _first_answer(desk, who, key, raw, failure)
    answer = await _received(desk, raw, complaint, sender, key, now, today)
    return Response(answer, status_code=202, media_type="application/json")


async def _received(
    desk: Desk,
    raw: bytes,
    complaint: Complaint,
    sender: Sender,
    key: str,
    now: datetime,
    today: date,
) -> bytes:
    reception = desk.composer.compose(raw, complaint, sender, key, now, today)
    return await desk.receiving.receive(reception)


def _authored(who: Agency | Grant, complaint: Complaint) -> tuple[Sender, Complaint]:
    """Who submits, and the complaint as theirs; 403 outside the scope of the credential."""
    jurisdiction = complaint.jurisdiction
    if isinstance(who, Agency):
        if jurisdiction not in who.jurisdictions:
            raise Refused("jurisdiction-outside", about="who")
        return Sender(agency_id=who.id, agency_kind=AgencyKind(who.kind)), complaint
    if who.jurisdiction != jurisdiction:
        raise Refused("jurisdiction-outside", about="who")
    office = _office(who)
    # An official's own knowledge is a finding by definition, whatever the body says.
    return office, complaint.model_copy(update={"kind": ComplaintKind.FINDING})


def _office(grant: Grant) -> Sender:
    return Sender(
        agency_id=f"office:{grant.jurisdiction}",
        agency_kind=AgencyKind.OTHER,
        person_id=grant.person_id,
    )


async def _first_answer(
    desk: Desk, who: Agency | Grant, key: str, raw: bytes, failure: Failure
) -> Response:
    """What was once acknowledged stays so, even if the same bytes would be refused today."""
    agency_id = who.id if isinstance(who, Agency) else _office(who).agency_id
    repetition = Repetition(agency_id, key, hashlib.sha256(raw).digest())
    answer = await within(desk.store.first_answer(repetition))
    if answer is None:
        raise failure
    return Response(answer, status_code=202, media_type="application/json")


router = APIRouter(tags=["complaints"])


@router.post(
    "/v1/complaints",
    status_code=202,
    response_model=Receipt,
    responses=responses(400, 401, 403, 408, 409, 413, 415, 422, 503),
    openapi_extra=reading_body(Complaint),
    summary="Submit a complaint",
    operation_id="submit_complaint",
)
async def described(request: Request) -> Response:
    """Acknowledged means stored: body, hash, sealed identity, answer and event, in one commit.

    What the law asks beyond a readable body is named in `missing` and may be supplied later.
    """
    return await submit(request, desk_of(request))
