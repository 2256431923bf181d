"""Nothing that a stranger or a partner sends makes a 5xx, and nothing sent is said back."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from deploy.embedded import Stack
from tests.security.asking import JSON, Asking, a_body, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

ECHO = "GaungKenari5513"
PDF = b"%PDF-1.4\n" + b"x" * 100
NOBODY = UUID(int=8)
EDGES = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")


def _json(**changes: Any) -> bytes:
    return json.dumps(a_body(**changes)).encode()


UNREADABLE = {
    "deep": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "twice": b'{"jurisdiction":"61.05","narrative":"a","narrative":"' + ECHO.encode() + b'"}',
    "nul": _json(narrative=f"\0{ECHO}"),
    "lone surrogate": _json(narrative=f"\ud800{ECHO}"),
    "not a number": _json(narrative=float("nan")),
    "utf-16": _json(narrative=ECHO).decode().encode("utf-16"),
    "cut": b'{"narrative":"' + ECHO.encode(),
    "another type": _json(complainant=ECHO),
    "another code": _json(complainant={"mode": ECHO}),
    "long number": _json().replace(b'"Uraian contoh"', b"9" * 200_000),
    "a list": b"[]",
    "nothing": b"",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_body_that_cannot_be_read_is_refused_without_its_words(asking: Asking, what: str) -> None:
    answer = asking.post_raw(UNREADABLE[what])

    assert answer.status_code in {400, 422}
    assert ECHO not in answer.text


def test_a_body_without_an_end_is_cut_off_by_each_service(asking: Asking) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(4000):
            yield b" " * 65_536

    path = f"/v1/tasks/{uuid4()}/answer"
    said = {
        "intake": asking.post_raw(endless()).status_code,
        "findings": asking.ask(
            "workflow", "POST", "/v1/findings", "auditor-6105", content=endless(), headers=JSON
        ).status_code,
        "nobody": asking.ask("workflow", "POST", path, content=endless(), headers=JSON).status_code,
        "sign-in": asking.ask(
            "workflow", "POST", "/console/sign-in", content=endless()
        ).status_code,
    }

    assert said["intake"] == said["nobody"] == 413
    assert all(400 <= status < 500 for status in said.values()), said


@pytest.mark.parametrize(
    ("service", "path"),
    [
        *(("intake", f"/v1/complaints?received_from={e.replace('+', '%2B')}") for e in EDGES),
        ("intake", "/v1/complaints?cursor=bnX"),
        ("intake", "/v1/complaints?case_number=%00"),
        ("intake", "/v1/notices?after=9999999999999999999"),
        ("intake", "/v1/complaints/%00"),
        ("intake", "/problems/..%2f..%2fetc%2fpasswd"),
        ("evidence", "/v1/evidence/%00"),
        ("evidence", "/v1/evidence?after=%ED%A0%80"),
        ("evidence", "/v1/evidence?limit=99999999999999999999"),
        *(
            ("evidence", f"/v1/evidence?after={base64.urlsafe_b64encode(text).decode()}")
            for text in (f"{edge}|{NOBODY}".encode() for edge in EDGES)
        ),
        ("workflow", "/console/static/..%2f..%2fapp.py"),
        ("workflow", "/v1/cases/%00"),
        *(
            ("workflow", f"/v1/cases?after={base64.urlsafe_b64encode(text).decode()}")
            for text in (f"{edge} {NOBODY}".encode() for edge in EDGES)
        ),
    ],
)
def test_odd_addresses_and_cursors_are_no_failure_of_ours(
    asking: Asking, service: str, path: str
) -> None:
    who = "auditor-6105" if service == "workflow" else "bawaslu-6105"
    answer = asking.ask(service, "GET", path, who)

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("intake", "/v1/complaints/"),
        ("evidence", "/v1/evidence/"),
        ("workflow", "/v1/tasks/"),
    ],
)
def test_a_slash_too_many_leads_nowhere(asking: Asking, service: str, path: str) -> None:
    who = "auditor-6105" if service == "workflow" else "bawaslu-6105"
    answer = asking.ask(service, "GET", path, who)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("process", ["intake-background", "evidence-background", "workflow-worker"])
def test_a_slash_too_many_leads_no_operator_elsewhere(stack: Stack, process: str) -> None:
    url = f"{stack.layout.url(process)}/metrics"

    assert httpx.get(url, trust_env=False).status_code == 200
    assert httpx.get(f"{url}/", trust_env=False).status_code == 404


@pytest.mark.parametrize(
    "header", ["accept-language", "traceparent", "range", "if-range", "prefer"]
)
@pytest.mark.parametrize("value", [b"\xe9", b"x" * 8000, b"=;,q=NaN", b"bytes=-0,\xb2-"])
def test_odd_headers_are_no_failure_of_ours(asking: Asking, header: str, value: bytes) -> None:
    asked = {
        "intake": asking.ask("intake", "GET", "/v1/notices", "bkn", headers={header: value}),
        "evidence": asking.ask("evidence", "GET", "/v1/evidence", "bkn", headers={header: value}),
        "workflow": asking.ask(
            "workflow",
            "POST",
            "/v1/findings",
            "auditor-6105",
            headers=JSON | {"idempotency-key": a_key(), header: value},
            content=b"{}",
        ),
    }

    assert {name: a.status_code for name, a in asked.items() if a.status_code >= 500} == {}


def test_a_key_is_one_whether_quoted_or_bare_and_ascii_only(asking: Asking) -> None:
    body, key = _json(), a_key()
    quoted = asking.post_raw(body, idempotency_key=f'"{key}"')
    bare = asking.post_raw(body, idempotency_key=key)
    odd = [
        asking.post_raw(body, idempotency_key=odd).status_code
        for odd in ('""', "a" * 256, "é".encode(), b"\xe9")
    ]

    assert quoted.status_code == 202
    assert quoted.content == bare.content
    assert odd == [400, 400, 400, 400]


@pytest.mark.parametrize(
    "digest",
    ["sha-256=abc", "sha-256=:!!:", "sha-512=:AAAA:", "", f"sha-256=:{'A' * 5000}:", b"\xe9"],
)
def test_a_digest_that_says_nothing_is_refused(asking: Asking, digest: str | bytes) -> None:
    assert asking.upload(PDF, content_digest=digest).status_code == 400


@pytest.mark.parametrize("name", ["%0d%0aX-Evil:1", "..%2f..%2f", "%00", "a" * 256, "%2e%2e"])
def test_a_file_name_cannot_be_a_path_or_a_header(asking: Asking, name: str) -> None:
    assert asking.upload(PDF, query=f"&name={name}").status_code == 422


@pytest.fixture(scope="module")
def task(asking_once: Asking) -> str:
    """An open triage of a complaint of its own."""
    return asking_once.task(asking_once.submit())


@pytest.mark.parametrize("seen", [b"\xb2", b'"\xb2"', b"9" * 30, b"9" * 5000, b"-1", b"x"])
def test_a_version_that_cannot_be_is_a_version_nobody_saw(
    asking: Asking, task: str, seen: bytes
) -> None:
    path = f"/v1/tasks/{task}/claim"
    headers = {"if-match": seen}
    answer = asking.ask("workflow", "POST", path, "intake-officer-6105", headers=headers)

    assert answer.status_code == 412


@pytest.mark.parametrize(
    "answer",
    [
        {"choice": "refuse", "reason_code": "not_credible", "reason": f"\0{ECHO}"},
        {"choice": "refuse", "reason_code": "not_credible", "reason": f"\ud800{ECHO}"},
        {"choice": f"\ud800{ECHO}"},
        {"choice": 10**400},
        {"choice": {ECHO: [1]}},
        {"choice": "accept", "scan": "\0"},
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_without_its_words(
    asking: Asking, task: str, answer: dict[str, Any]
) -> None:
    refused = _answer(asking, task, json.dumps({"happened_on": "2024-08-26", "answer": answer}))

    assert refused.status_code == 422
    assert ECHO not in refused.text


@pytest.mark.parametrize("levels", [40, 900, 100_000])
def test_a_deep_answer_stops_nobody_else(asking: Asking, task: str, levels: int) -> None:
    deep = "[" * levels + "]" * levels
    body = f'{{"happened_on":"2024-08-26","answer":{{"choice":"accept","a":{deep}}}}}'
    refused = _answer(asking, task, body)
    other = asking.ask("workflow", "GET", "/v1/overview", "auditor-6105")

    assert refused.status_code in {400, 422}
    assert other.status_code == 200
    assert other.elapsed.total_seconds() < 5


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_at_the_end_of_the_calendar_is_refused(asking: Asking, task: str, day: str) -> None:
    body = json.dumps({"happened_on": day, "answer": {"choice": "accept"}})

    assert _answer(asking, task, body).status_code == 422


@pytest.mark.parametrize("purpose", ["\ud800", "\0", "", "x" * 501])
def test_a_purpose_that_cannot_be_kept_gives_no_grant(
    asking: Asking, task: str, purpose: str
) -> None:
    body = json.dumps({"act": "view", "item": str(uuid4()), "purpose": purpose})
    path = f"/v1/tasks/{task}/grants"
    answer = asking.ask("workflow", "POST", path, "intake-officer-6105", content=body, headers=JSON)

    assert answer.status_code == 422


def test_an_endless_pointer_is_no_place_of_a_complaint(asking: Asking) -> None:
    path = f"/v1/complaints/{asking.submit()}/supplements"
    pointer = "/a" * 5000
    answer = asking.ask(
        "intake",
        "POST",
        path,
        "bawaslu-6105",
        json={"corrections": [{"pointer": pointer, "value": ECHO}]},
        headers={"idempotency-key": a_key()},
    )

    assert answer.status_code == 422
    assert ECHO not in answer.text


def _answer(asking: Asking, task: str, body: str) -> Any:
    headers = JSON | {"idempotency-key": a_key()}
    path = f"/v1/tasks/{task}/answer"
    return asking.ask(
        "workflow", "POST", path, "intake-officer-6105", content=body, headers=headers
    )
