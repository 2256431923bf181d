"""Items out and papers in: each by a grant of its own, passed through, never shown in our name."""

import hashlib
import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote
from uuid import UUID

import httpx
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.datastructures import FormData, UploadFile

from services.kit import telemetry
from services.kit.errors import EdgeRefusal, Malformed, NotFound, Pointer, Refused, Unavailable
from services.workflow import granting
from services.workflow.api.official import AtDesk
from services.workflow.console.session import OwnForm, Visit, Visitor
from services.workflow.desk import Desk
from services.workflow.granting import Act, Granted
from services.workflow.reading import cases, tasks
from services.workflow.register.papers import Matter
from services.workflow.seeing import Viewer
from services.workflow.storable import can_be_kept

router = APIRouter(prefix="/console", include_in_schema=False)

_CHUNK: Final = 256 * 1024
_PLAIN: Final = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,100}", re.ASCII)
_PASSED_ON: Final = ("content-type", "content-length", "content-disposition", "etag")
_SAFE: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "cache-control": "private, no-store",
}


@router.post("/tasks/{task_id}/download")
async def from_task(task_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """An item of the task's matter."""
    granted = await _in_task(desk, person, task_id, "download", form)
    return await _download(desk, granted)


@router.post("/cases/{case_id}/download")
async def from_case(case_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """An item of the case."""
    granted = await _in_case(desk, person, case_id, "download", form)
    return await _download(desk, granted)


@router.post("/tasks/{task_id}/upload")
async def to_task(task_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """A paper for the task's matter."""
    granted = await _in_task(desk, person, task_id, "upload", form)
    item = await _upload(desk, granted, form)
    return RedirectResponse(f"/console/tasks/{task_id}?notice=uploaded&item={item}", 303)


@router.post("/cases/{case_id}/upload")
async def to_case(case_id: UUID, person: Visitor, desk: AtDesk, form: OwnForm) -> Response:
    """A paper for the case."""
    granted = await _in_case(desk, person, case_id, "upload", form)
    item = await _upload(desk, granted, form)
    return RedirectResponse(f"/console/cases/{case_id}?notice=uploaded&item={item}", 303)


async def _in_task(desk: Desk, visit: Visit, task_id: UUID, act: Act, form: FormData) -> Granted:
    today = await desk.today(visit.person)
    async with desk.database.transaction() as conn:
        task = await tasks.task(conn, Viewer.of(visit.person), task_id, today)
        matter = Matter(case_id=task.case_id, complaint_id=task.complaint_id, task_id=task_id)
        return await granting.grant(
            desk, conn, visit.person, matter, act, _item(form), _purpose(form)
        )


async def _in_case(desk: Desk, visit: Visit, case_id: UUID, act: Act, form: FormData) -> Granted:
    async with desk.database.transaction() as conn:
        await cases.case(conn, Viewer.of(visit.person), case_id)
        matter = Matter(case_id=case_id, complaint_id=None, task_id=None)
        return await granting.grant(
            desk, conn, visit.person, matter, act, _item(form), _purpose(form)
        )


def _item(form: FormData) -> str | None:
    item = form.get("item")
    return item if isinstance(item, str) and item else None


def _purpose(form: FormData) -> str:
    purpose = str(form.get("purpose", "")).strip()
    if not purpose or not can_be_kept(purpose):
        raise Malformed("malformed", pointers=[Pointer("/purpose", "missing")])
    return purpose[:500]


async def _download(desk: Desk, granted: Granted) -> Response:
    inside = granted.url.replace(desk.addresses.evidence_public, desk.addresses.evidence, 1)
    request = desk.http.build_request(
        "GET", inside, headers=_headers(granted), timeout=httpx.Timeout(60, connect=2)
    )
    try:
        answer = await desk.http.send(request, stream=True)
    except httpx.HTTPError as error:
        raise Unavailable("evidence-unavailable") from error
    if answer.status_code != 200:
        await answer.aclose()
        raise _failure(answer.status_code)

    async def body() -> AsyncIterator[bytes]:
        try:
            async for chunk in answer.aiter_raw(_CHUNK):
                yield chunk
        finally:
            await answer.aclose()

    headers = {name: answer.headers[name] for name in _PASSED_ON if name in answer.headers}
    return StreamingResponse(body(), headers=headers | _SAFE)


async def _upload(desk: Desk, granted: Granted, form: FormData) -> str:
    """Hands the file on while it is read; the same file for the same matter is the same item."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.size:
        raise Malformed("malformed", pointers=[Pointer("/file", "missing")])
    digest = hashlib.sha256()
    while chunk := await file.read(_CHUNK):
        digest.update(chunk)
    await file.seek(0)

    async def body() -> AsyncIterator[bytes]:
        while chunk := await file.read(_CHUNK):
            yield chunk

    key = desk.mint.mint(
        "page-upload", granted.grant.person_id, granted.grant.item, digest.digest()
    )
    name = quote(file.filename or "paper", safe="", errors="replace")
    kind = file.content_type or ""
    inside = granted.url.replace(desk.addresses.evidence_public, desk.addresses.evidence, 1)
    headers = _headers(granted) | {
        "idempotency-key": str(key),
        # What a browser declared is put into a header of ours: nothing but a plain type may.
        "content-type": kind if _PLAIN.fullmatch(kind) else "application/octet-stream",
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "content-length": str(file.size),
        "prefer": "wait=5",
    }
    try:
        answer = await desk.http.post(
            inside, content=body(), headers=headers, timeout=httpx.Timeout(120, connect=2)
        )
    except httpx.HTTPError as error:
        raise Unavailable("evidence-unavailable") from error
    if answer.status_code >= 300:
        raise _failure(answer.status_code)
    return str(answer.json()["evidence_id"])


def _headers(granted: Granted) -> dict[str, str]:
    return {
        "authorization": f"Grant {granted.token}",
        "traceparent": telemetry.traceparent(),
        "accept-encoding": "identity",
    }


def _failure(status: int) -> Exception:
    match status:
        case 404:
            return NotFound("not-found")
        case 409:
            return Refused("evidence-not-sealed")
        case 413:
            return EdgeRefusal("too-large", 413, limit=0)
        case 415:
            return EdgeRefusal("media-type", 415)
        case 400 | 422:
            return Malformed("malformed", pointers=[Pointer("/file", "invalid")])
        case _:
            return Unavailable("evidence-unavailable")
