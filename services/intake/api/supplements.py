"""`POST /v1/complaints/{id}/supplements`."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.intake import listing
from services.intake.api.bodies import body_of
from services.intake.api.describing import reading_body
from services.intake.api.ids import ComplaintId, as_uuid
from services.intake.complaints import Supplement
from services.intake.desk import desk_of
from services.intake.keyed_act import KeyedAct
from services.intake.reading import read
from services.intake.supplementing import Supplementing, SupplementReceipt
from services.kit.bounded import within
from services.kit.idempotency import parse_key
from services.kit.problems import responses

router = APIRouter(tags=["complaints"])


@router.post(
    "/v1/complaints/{complaint_id}/supplements",
    status_code=202,
    response_model=SupplementReceipt,
    responses=responses(400, 401, 404, 408, 409, 413, 415, 422, 503),
    openapi_extra=reading_body(Supplement),
)
async def supplement(request: Request, complaint_id: ComplaintId) -> Response:
    """Add text, evidence or corrections; what was sent first stays.

    An evidence entry with the `id` of an upload and the `sha256` of an announced file fulfils the
    announcement. Repeated under its key it gets the first answer.
    """
    desk = desk_of(request)
    agency = await desk.agency(request)
    key = parse_key(request.headers.get("idempotency-key"))
    raw = await body_of(request)
    found = await within(listing.status(desk.database, agency.id, as_uuid(complaint_id)))
    body = read(raw, Supplement)
    now = await desk.now()
    today = await desk.day(now, found.jurisdiction)
    adding = Supplementing(desk.database, desk.mint, desk.sealer, desk.composer)
    act = KeyedAct(agency, found.complaint_id, key, raw)
    answer = await within(adding.add(act, body, now, today))
    return Response(answer, status_code=202, media_type="application/json")
