"""What is another agency's is as if not there: the same bytes as for an id that nobody has."""

import asyncio
import json
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.embedded import Stack
from services.kit.access.writing import AccessWriter
from services.kit.database import Database
from tests.security.asking import WAIT, Asking, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]

MINE, OTHERS = "bawaslu-6105", "sp4n"
_VARYING = {"date", "traceparent", "content-length"}


@pytest.fixture(scope="module")
def complaint(asking_once: Asking) -> str:
    return asking_once.submit(MINE, case_number=f"LAWAN-{uuid4().hex[:8]}")


@pytest.fixture(scope="module")
def item(asking_once: Asking) -> str:
    sent = asking_once.upload(b"%PDF-1.4\nlawan " + uuid4().bytes, MINE, prefer="wait=10")
    return str(sent.json()["evidence_id"])


_TEXT = {"text": "Contoh"}
ROUTES: list[tuple[str, str, str, Any]] = [
    ("intake", "GET", "/v1/complaints/{complaint}", None),
    ("intake", "POST", "/v1/complaints/{complaint}/supplements", _TEXT),
    ("intake", "POST", "/v1/complaints/{complaint}/withdrawal", {}),
    ("evidence", "GET", "/v1/evidence/{item}", None),
    ("evidence", "GET", "/v1/evidence/{item}/content", None),
    ("evidence", "GET", "/v1/evidence/{item}/custody", None),
]


@pytest.mark.parametrize(("service", "method", "path", "body"), ROUTES)
def test_anothers_is_answered_like_nobodys(
    asking: Asking,
    complaint: str,
    item: str,
    service: str,
    method: str,
    path: str,
    body: Any,
) -> None:
    def ask(complaint: str, item: str) -> httpx.Response:
        more = {} if body is None else {"json": body}
        where = path.format(complaint=complaint, item=item)
        headers = {"idempotency-key": a_key()}
        return asking.ask(service, method, where, OTHERS, headers=headers, **more)

    anothers, nobodys = ask(complaint, item), ask(str(uuid4()), str(uuid4()))

    assert anothers.status_code == nobodys.status_code == 404
    assert _seen(anothers) == _seen(nobodys)


def test_every_route_with_an_id_stands_in_the_matrix(asking: Asking) -> None:
    known = {(method, re.sub(r"{\w+}", "{}", path)) for _, method, path, _ in ROUTES}
    by_a_grant_only = ("content", "audit")  # test_officials
    known |= {("GET", f"/v1/complaints/{{}}/{what}") for what in by_a_grant_only}
    there = {
        (method.upper(), re.sub(r"{\w+}", "{}", path))
        for service in ("intake", "evidence")
        for path, methods in asking.ask(service, "GET", "/openapi.json").json()["paths"].items()
        for method in methods
        if "{" in path and path.startswith("/v1/")
    }

    assert there <= known


@pytest.mark.parametrize(
    ("service", "path"),
    [("intake", "/v1/complaints"), ("intake", "/v1/notices"), ("evidence", "/v1/evidence")],
)
def test_no_list_names_what_is_anothers(
    asking: Asking, complaint: str, item: str, service: str, path: str
) -> None:
    mine = asking.ask(service, "GET", path, MINE, params={"limit": 100}).text
    others = asking.ask(service, "GET", path, OTHERS, params={"limit": 100}).text

    assert (complaint in mine) or (item in mine) or path == "/v1/notices"
    assert complaint not in others
    assert item not in others


@pytest.mark.parametrize("after", ["complaints", "evidence"])
def test_a_cursor_of_anothers_list_opens_only_ones_own(
    asking: Asking, complaint: str, item: str, after: str
) -> None:
    asking.submit(MINE)
    asking.upload(b"%PDF-1.4\nlagi " + uuid4().bytes, MINE)
    service = "intake" if after == "complaints" else "evidence"
    path, word = f"/v1/{after}", "cursor" if after == "complaints" else "after"
    page = asking.ask(service, "GET", path, MINE, params={"limit": 1}).json()["next"]
    assert page is not None
    others = asking.ask(service, "GET", path, OTHERS, params={word: page, "limit": 100})

    assert complaint not in others.text
    assert item not in others.text


def test_a_jurisdiction_outside_the_credential_is_refused(asking: Asking) -> None:
    body = json.dumps({"jurisdiction": "35.08", "narrative": "Contoh"}).encode()
    upload = asking.ask(
        "evidence",
        "POST",
        "/v1/evidence?jurisdiction=35.08",
        MINE,
        content=b"%PDF-1.4\nx",
        headers={"content-type": "application/pdf", "idempotency-key": a_key()},
    )

    assert asking.post_raw(body, MINE).status_code == 403
    assert upload.status_code == 403


async def test_a_revoked_token_is_refused_by_both_within_a_second(
    stack: Stack, asking: Asking
) -> None:
    database = Database(stack.dsn)
    try:
        agency = f"uji-{uuid4().hex[:8]}"
        token = await AccessWriter(database).add_agency(agency, "Uji", "other", ["61.05"])
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(headers=headers, trust_env=False, timeout=WAIT) as client:
            urls = [f"{asking.info['intake_url']}/v1/notices"]
            urls += [f"{asking.info['evidence_url']}/v1/evidence"]
            await _until(client, urls, 200, WAIT)
            await AccessWriter(database).revoke_agency(agency)
            await _until(client, urls, 401, 1.3)  # a second, and what asking itself takes
    finally:
        await database.close()


async def _until(client: httpx.AsyncClient, urls: list[str], status: int, within: float) -> None:

    async with asyncio.timeout(within):
        while [(await client.get(url)).status_code for url in urls] != [status] * len(urls):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def _seen(answer: httpx.Response) -> tuple[Any, dict[str, str]]:
    body = answer.json()
    body.pop("correlation_id")
    headers = {k: v for k, v in answer.headers.items() if k not in _VARYING}
    return body, headers
