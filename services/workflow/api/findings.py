"""`/v1/findings`: an official's own finding, through intake's one door."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kit import telemetry
from services.kit.access.entries import Person
from services.kit.errors import EdgeRefusal, Refused, Unavailable
from services.kit.grants import Grant
from services.kit.idempotency import parse_key
from services.kit.problems import responses
from services.kit.words import language
from services.workflow.api.official import AtDesk, Official
from services.workflow.desk import Desk
from services.workflow.register import authored, papers
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer

router = APIRouter(prefix="/v1", tags=["findings"])

LONGEST = 1024 * 1024
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "a complaint as intake takes it; its kind becomes `finding`",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "schema": {"type": "string", "maxLength": 257},
        }
    ],
}
_PASSED_ON = ("content-type", "retry-after", "content-language")


@router.post(
    "/findings",
    status_code=202,
    response_class=Response,
    openapi_extra=_BODY,
    responses={
        202: {"description": "intake's receipt", "content": {"application/json": {}}},
        **responses(400, 401, 403, 409, 413, 422, 503),
    },
)
async def submit(request: Request, person: Official, desk: AtDesk) -> Response:
    """Submit what the office found itself; answered as intake answers an agency."""
    key = parse_key(request.headers.get("idempotency-key"))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise EdgeRefusal("too-large", 413, limit=LONGEST)
    await _names_only_what_he_sees(desk, person, bytes(body))
    grant = Grant(
        person_id=person.id,
        roles=tuple(sorted(person.roles)),
        jurisdiction=person.jurisdiction,
        act="submit",
        item=person.jurisdiction,
        purpose="finding",
    )
    try:
        answer = await desk.http.post(
            f"{desk.addresses.intake}/v1/complaints",
            content=bytes(body),
            headers={
                "authorization": f"Grant {desk.signer.sign(grant)}",
                # Two officials may use the same key: each one's is his own.
                "idempotency-key": str(desk.mint.mint("finding", person.id, key)),
                "content-type": "application/json",
                "accept-language": language(request.headers.get("accept-language")),
                "traceparent": telemetry.traceparent(),
            },
        )
    except httpx.HTTPError as error:
        raise Unavailable("intake-unavailable") from error
    headers = {name: answer.headers[name] for name in _PASSED_ON if name in answer.headers}
    said = answer.content
    if answer.status_code in {202, 409}:
        said = await _kept(desk, person, said)
    return Response(said, answer.status_code, headers=headers)


async def _kept(desk: Desk, person: Person, body: bytes) -> bytes:
    """The receipt with the address at which an official reads on; his own act is noted first.

    The same bytes to the same answer. What intake acknowledged and could not be noted here is
    answered 503: the same key sent again gets the same receipt.
    """
    said = json.loads(body)
    address = said.get("status_url")
    if not isinstance(address, str):
        return body
    complaint_id = UUID(address.rsplit("/", 1)[-1])
    if "received_at" in said:
        received_at = datetime.fromisoformat(said["received_at"])
        async with desk.database.transaction() as conn:
            await authored.keep(conn, desk.mint, person, complaint_id, received_at)
    said["status_url"] = f"{desk.addresses.own_public}/v1/complaints/{complaint_id}"
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


async def _names_only_what_he_sees(desk: Desk, person: Person, body: bytes) -> None:
    """Papers of offices are all one agency's for evidence: whose they are is asked here.

    What cannot be read is intake's to refuse.
    """
    named = _named(body)
    if not named:
        return
    async with desk.database.connection() as conn:
        seen = await papers.sent_where_seen(conn, Viewer.of(person), named)
        left = sorted(named - set(seen))
        foreign = await papers.of_another_matter(conn, person.jurisdiction, Matter(), left)
    if foreign:
        raise Refused("evidence-of-another-matter", item=str(foreign[0]))
    if left:
        raise Refused("evidence-not-sealed", retry_after=timedelta(seconds=5))


def _named(body: bytes) -> frozenset[UUID]:
    try:
        items = json.loads(body)["evidence"]
        ids = [item["id"] for item in items if isinstance(item, dict) and "id" in item]
        return frozenset(UUID(item) for item in ids)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return frozenset()
