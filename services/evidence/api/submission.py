"""`POST /v1/evidence`: one file, its raw bytes as the body."""

import asyncio
import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from services.contracts.law import JURISDICTION_PATTERN
from services.evidence.api.counter import CREDENTIALS, AtCounter, Counter, sender_of
from services.evidence.declared import LONGEST_NAME, Claimed, content_digest, file_name
from services.evidence.media_types import bare, taken
from services.evidence.receiving import Declared, Receipt
from services.evidence.upload_keys import Held
from services.kit.bounded import within
from services.kit.clock import CLOCKS_DIFFER
from services.kit.errors import EdgeRefusal, Failure, Malformed, Pointer
from services.kit.idempotency import parse_key
from services.kit.problems import responses

LONGEST_WAIT: Final = timedelta(seconds=30)
_LOOK_EVERY: Final = 0.1
_WAIT: Final = re.compile(r"(?:^|[,;\s])wait\s*=\s*(\d{1,4})(?:$|[,;\s])", re.IGNORECASE)

router = APIRouter(tags=["evidence"])


class Submission(Claimed, frozen=True, extra="forbid"):
    """The query of an upload; an unknown field is refused, so that no claim is lost by a typo."""

    jurisdiction: Annotated[str, Query(pattern=JURISDICTION_PATTERN, examples=["35.08"])]
    name: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None

    def claimed(self) -> Claimed:
        """The claims alone."""
        return Claimed.model_construct(**self.model_dump(exclude={"jurisdiction", "name"}))


# Of our own making: for FastAPI a required header that is missing would be a 422, not our 400.
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "1 to 255 printable characters; repeat it with a repetition",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
SENT: Final = {
    "parameters": [_KEY],
    "requestBody": {
        "required": True,
        "description": (
            "the bytes of one file, as they are: no form, no encoding; any type of image, audio,"
            " video and text, PDF, and the documents of office programs"
        ),
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "audio/mpeg", "video/mp4", "text/plain", "application/pdf")
        },
    },
}


@router.post(
    "/v1/evidence",
    status_code=202,
    response_model=Receipt,
    dependencies=CREDENTIALS,
    openapi_extra=SENT,
    responses=responses(400, 401, 403, 408, 409, 413, 415, 422, 503),
    summary="Send one file",
)
async def send(
    request: Request,
    counter: AtCounter,
    query: Annotated[Submission, Query()],
    idempotency_key: Annotated[str | None, Header(include_in_schema=False)] = None,
    content_disposition: Annotated[
        str | None,
        Header(
            description="the file's name: `attachment; filename*=UTF-8''foto.jpg`; kept sealed,"
            " and unlike `name` in the query it stands in no address"
        ),
    ] = None,
    content_digest_header: Annotated[
        str | None,
        Header(
            alias="Content-Digest",
            description="`sha-256=:<base64>:` (RFC 9530); refused if the bytes differ",
        ),
    ] = None,
    prefer: Annotated[
        str | None, Header(description="`wait=5`: wait so many seconds (at most 30) for the seal")
    ] = None,
) -> Response:
    """Acknowledge one file once all its bytes are stored and hashed and its row is committed.

    The declared type is the `Content-Type`. The same key with the same bytes, type, name and
    claims gets the first answer, byte for byte; anything else is a 422, a twin under way a 409. A
    cut upload leaves nothing behind and is sent again from its start under the same key. What was
    not sealed by the time of the answer is sealed soon after; `status_url` tells.
    """
    sender = await sender_of(request, counter, query.jurisdiction)
    key = parse_key(idempotency_key)
    await within(_not_ahead(counter, query))
    declared = Declared(
        jurisdiction=query.jurisdiction,
        media_type=_media_type(request),
        name=file_name(content_disposition, query.name),
        claimed=query.claimed(),
        sha256=content_digest(content_digest_header),
        length=_length(request),
    )
    held, receipt, answer = await counter.receiving.receive(sender, key, declared, request.stream())
    headers = {}
    wait = _wait(prefer)
    if held is not None and wait is not None:
        answer = await _waited(counter, held, receipt, answer, wait)
        headers["preference-applied"] = f"wait={int(wait.total_seconds())}"
    return Response(answer, HTTPStatus.ACCEPTED, headers=headers, media_type="application/json")


async def _not_ahead(counter: Counter, query: Submission) -> None:
    """Nothing was made after now, by the legal clock and where the file belongs."""
    at = query.taken_at
    if isinstance(at, datetime):
        if at > await counter.parts.clock.now() + CLOCKS_DIFFER:
            raise Malformed("malformed", pointers=[Pointer("/query/taken_at", "instant-ahead")])
    elif at is not None:
        place = await counter.directory.jurisdiction(query.jurisdiction)
        if at > await counter.parts.clock.today(place.zone if place else "Asia/Jakarta"):
            raise Malformed("malformed", pointers=[Pointer("/query/taken_at", "date-after-today")])


async def _waited(
    counter: Counter, held: Held, receipt: Receipt, answer: bytes, wait: timedelta
) -> bytes:
    """The answer as it is once the item is sealed, or the first one when the wait is over.

    What the sender reads is the answer of the key: a repetition reads the same, and if one came
    meanwhile, its answer stands.
    """
    try:
        async with asyncio.timeout(wait.total_seconds()):
            # The seal is made by another process: there is nothing here to be woken by.
            while (state := await _state(counter, held)) in {"received", "sealing"}:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_EVERY)
    except (TimeoutError, Failure):
        return answer
    waited_for = receipt.model_copy(update={"state": state}).model_dump_json().encode()
    return await counter.receiving.give(held, waited_for)


async def _state(counter: Counter, held: Held) -> str:
    async with counter.parts.database.connection() as conn:
        state: str = await conn.fetchval(
            "select state from evidence.item where evidence_id = $1", held.evidence_id
        )
    return state


def _media_type(request: Request) -> str:
    """The declared type, if it is one that is taken and the bytes are not packed once more."""
    declared = bare(request.headers.get("content-type"))
    packed = request.headers.get("content-encoding", "identity").strip().lower() != "identity"
    if declared is None or packed or not taken(declared):
        raise EdgeRefusal("evidence-type", 415)
    return declared


def _length(request: Request) -> int | None:
    text = request.headers.get("content-length", "")
    return int(text[:20]) if text.isdecimal() else None


def _wait(prefer: str | None) -> timedelta | None:
    match = _WAIT.search(prefer or "")
    return min(timedelta(seconds=int(match.group(1))), LONGEST_WAIT) if match else None
