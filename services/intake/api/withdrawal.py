"""`POST /v1/complaints/{id}/withdrawal`."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.intake.api.bodies import body_of
from services.intake.api.describing import reading_body
from services.intake.api.ids import ComplaintId, as_uuid
from services.intake.complaints import Withdrawal
from services.intake.desk import desk_of
from services.intake.keyed_act import KeyedAct
from services.intake.reading import read
from services.intake.withdrawing import WithdrawalReceipt, Withdrawing
from services.kit.bounded import within
from services.kit.idempotency import parse_key
from services.kit.problems import responses

router = APIRouter(tags=["complaints"])


@router.post(
    "/v1/complaints/{complaint_id}/withdrawal",
    status_code=202,
    response_model=WithdrawalReceipt,
    responses=responses(400, 401, 404, 408, 409, 413, 415, 422, 503),
    openapi_extra=reading_body(Withdrawal),
)
async def withdraw(request: Request, complaint_id: ComplaintId) -> Response:
    """Take the complaint back. It is recorded and told to triage, and closes nothing."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    key = parse_key(request.headers.get("idempotency-key"))
    raw = await body_of(request)
    read(raw, Withdrawal)
    now = await desk.now()
    withdrawing = Withdrawing(desk.database, desk.mint, desk.sealer, desk.composer)
    act = KeyedAct(agency, as_uuid(complaint_id), key, raw)
    answer = await within(withdrawing.withdraw(act, now))
    return Response(answer, status_code=202, media_type="application/json")
