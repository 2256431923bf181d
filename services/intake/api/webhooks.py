"""`/v1/webhook`: one webhook an agency."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.intake.addresses import Guard
from services.intake.api.bodies import body_of
from services.intake.api.describing import reading_body
from services.intake.desk import desk_of
from services.intake.reading import read
from services.intake.webhooks import Webhook, WebhookAddress, Webhooks, WebhookSecret
from services.kit.bounded import within
from services.kit.problems import responses

router = APIRouter(tags=["notices"])

_LARGEST = 16 * 1024


@router.put(
    "/v1/webhook",
    responses=responses(400, 401, 408, 413, 415, 422, 503),
    openapi_extra=reading_body(WebhookAddress, keyed=False),
)
async def put_webhook(request: Request) -> WebhookSecret:
    """Have notices delivered; the secret is answered this once.

    A second PUT gives a new secret; for a day deliveries are signed with both.
    """
    desk = desk_of(request)
    agency = await desk.agency(request)
    asked = read(await body_of(request, _LARGEST), WebhookAddress)
    await Guard(desk.webhook_networks).admit(asked.url)
    return await within(Webhooks(desk.database, desk.sealer).put(agency.id, asked.url))


@router.get("/v1/webhook", responses=responses(401, 404, 503))
async def webhook(request: Request) -> Webhook:
    """The webhook as it stands, without its secret."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    return await within(Webhooks(desk.database, desk.sealer).get(agency.id))


@router.delete(
    "/v1/webhook", status_code=204, response_class=Response, responses=responses(401, 404, 503)
)
async def delete_webhook(request: Request) -> Response:
    """End the deliveries; the feed goes on."""
    desk = desk_of(request)
    agency = await desk.agency(request)
    await within(Webhooks(desk.database, desk.sealer).delete(agency.id))
    return Response(status_code=204)
