"""What an official reads of a complaint, by a grant of the workflow service."""

from fastapi import APIRouter, Request

from services.contracts.complaint import ComplaintContent, RevealedIdentity
from services.intake.api.ids import ComplaintId, as_uuid
from services.intake.audit import AuditTrail
from services.intake.desk import desk_of
from services.intake.opening import Opening
from services.kit.bounded import within
from services.kit.problems import responses

router = APIRouter(tags=["officials"])


@router.get(
    "/v1/complaints/{complaint_id}/content",
    response_model=ComplaintContent | RevealedIdentity,
    responses=responses(401, 404, 503),
)
async def content(
    request: Request, complaint_id: ComplaintId
) -> ComplaintContent | RevealedIdentity:
    """With a grant to `view`: the complaint without its people. With one to `reveal`: the people.

    The audit row that names the official is committed before anything is unsealed.
    """
    desk = desk_of(request)
    found = as_uuid(complaint_id)
    grant = await desk.grant(request, "view", "reveal", item=str(found))
    opening = Opening(desk.database, desk.sealer)
    if grant.act == "reveal":
        return await within(opening.reveal(grant, found))
    return await within(opening.view(grant, found))


@router.get("/v1/complaints/{complaint_id}/audit", responses=responses(401, 404, 503))
async def audit(request: Request, complaint_id: ComplaintId) -> AuditTrail:
    """With a grant to `view`: who sent, opened and revealed the complaint, when and why.

    Asking is an act on the complaint too, and stands first in the answer.
    """
    desk = desk_of(request)
    found = as_uuid(complaint_id)
    grant = await desk.grant(request, "view", item=str(found))
    return await within(Opening(desk.database, desk.sealer).trail(grant, found))
