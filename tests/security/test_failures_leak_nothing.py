"""What is refused, sent twice, withdrawn or revealed leaves a person's name nowhere in clear."""

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from deploy.embedded import Stack
from tests.journeys import places
from tests.security.asking import JSON, WAIT, Asking, a_body, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

CANARY = "KenariGagalÉ8846"
"""Not ASCII on purpose: each place escapes it in its own way."""
PDF = b"%PDF-1.4\nkegagalan "
AGENCY, OFFICER = "bawaslu-6105", "intake-officer-6105"


def _people() -> dict[str, Any]:
    return {
        "complainant": {"mode": "confidential", "name": CANARY, "contact": f"{CANARY}@contoh"},
        "witnesses": [{"name": CANARY, "phone": CANARY}, CANARY],
        "evidence": [{"announced": {"name": f"{CANARY}.pdf", "size": 3, "sha256": "ab" * 32}}],
    }


@pytest.fixture(scope="module")
def driven(asking_once: Asking) -> Asking:
    """Every path on which something fails or is taken back, with the canary in it."""
    asking, people = asking_once, _people()
    number, key = f"GAGAL-{uuid4().hex[:8]}", a_key()
    mine = asking.submit(**people, case_number=number)
    asking.post_raw(json.dumps(a_body(**people, case_number=number)).encode())
    asking.post_raw(json.dumps(a_body(**people)).encode(), idempotency_key=key)
    asking.post_raw(json.dumps(a_body(**people, kind="finding")).encode(), idempotency_key=key)
    asking.post_raw(json.dumps(a_body(**people, jurisdiction="35.08")).encode())
    asking.post_raw(json.dumps(a_body(**people, unknown=CANARY)).encode())
    asking.post_raw(json.dumps(a_body(**people)).encode()[:-9])
    asking.post_raw(json.dumps(a_body(complainant={"mode": CANARY})).encode())
    asking.upload(PDF, query=f"&name={quote(CANARY)}", content_digest="sha-256=:AAAA:")
    asking.upload(b"", query=f"&name={quote(CANARY)}")
    asking.upload(PDF, query=f"&name={quote(CANARY)}", content_type="application/x-msdownload")
    disposition = f"attachment; filename*=UTF-8''{quote(CANARY)}.pdf"
    sealed = asking.upload(
        PDF + uuid4().bytes, content_disposition=disposition, prefer="wait=10"
    ).json()["evidence_id"]
    correction = {"pointer": "/complainant/name", "value": CANARY}
    for path, body in (
        ("supplements", {"corrections": [correction], "evidence": [{"id": sealed}]}),
        ("supplements", {"corrections": [{"pointer": f"/{CANARY}/x", "value": CANARY}]}),
        ("withdrawal", {"reason": "Contoh"}),
    ):
        asking.ask(
            "intake",
            "POST",
            f"/v1/complaints/{mine}/{path}",
            AGENCY,
            json=body,
            headers={"idempotency-key": a_key()},
        )
    task = asking.task(mine)
    for act in ("view", "reveal"):
        given = asking.grant(task, act, mine).json()
        answer = asking.ask("intake", "GET", given["url"], grant=given["grant"])
        assert (CANARY in answer.text) is (act == "reveal")
    given = asking.grant(task, "upload", task).json()
    asking.ask(
        "evidence",
        "POST",
        given["url"],
        grant=given["grant"],
        content=PDF + uuid4().bytes,
        headers={
            "content-type": "application/pdf",
            "content-disposition": disposition,
            "idempotency-key": a_key(),
        },
    )
    asking.ask("workflow", "GET", f"/v1/complaints/{mine}", OFFICER)
    asking.ask("workflow", "GET", f"/v1/tasks/{task}", OFFICER)
    asking.ask("intake", "GET", "/v1/notices", AGENCY)
    asking.ask("intake", "GET", f"/v1/complaints/{mine}", AGENCY)
    path = f"/v1/tasks/{task}/answer"
    refuse = {"happened_on": "2024-08-26", "answer": {"choice": CANARY}}
    headers = JSON | {"idempotency-key": a_key()}
    asking.ask("workflow", "POST", path, OFFICER, content=json.dumps(refuse), headers=headers)
    return asking


def _forms(word: str) -> Iterator[bytes]:
    """The word as it might stand in a row, a frame, an address or an attachment."""
    for text in (word, word.lower(), word.upper()):
        for plain in (text.encode(), text.encode("utf-16-le"), text.encode("latin-1")):
            yield plain
            yield plain.hex().encode()
            yield plain.hex().upper().encode()
            # Whatever stood before it, the middle of its Base64 is one of three.
            for before in range(3):
                coded = base64.b64encode(b"\0" * before + plain)
                yield coded[4 : -4 - (len(coded) % 4)]
        yield quote(text).encode()
        yield json.dumps(text)[1:-1].encode()


def _holding(texts: Mapping[str, bytes], word: str) -> list[str]:
    forms = set(_forms(word))
    return [where for where, text in texts.items() if any(form in text for form in forms)]


def _metrics(stack: Stack) -> dict[str, bytes]:
    urls = [f"{stack.info[f'{name}_url']}/metrics" for name in ("intake", "evidence", "workflow")]
    return {url: httpx.get(url, timeout=WAIT, trust_env=False).content for url in urls}


def _heap(stack: Stack) -> dict[str, bytes]:
    """Tables, indexes and the log of Postgres as they lie on the disk, and the store's files."""
    folders = [stack.folder.data / "postgres", stack.folder.data / "seaweedfs"]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): _read(path) for path in paths}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it went while we looked: a temporary file of Postgres
        return b""


async def _texts(stack: Stack) -> dict[str, dict[str, bytes]]:
    await places.all_sent(stack)
    return {
        "kafka": await places._records(stack),
        "temporal": await places._histories(stack),
        "rows": await places._rows(stack),
        "disk": _heap(stack),
        "logs": {str(p): _read(p) for p in stack.folder.logs.rglob("*") if p.is_file()},
        "temporal's file": {str(p): _read(p) for p in (stack.folder.data / "temporal").rglob("*")},
        "metrics": _metrics(stack),
        "temporary": {str(p): _read(p) for p in stack.folder.tmp.rglob("*") if p.is_file()},
    }


async def test_a_name_is_in_clear_nowhere_whatever_failed(driven: Asking, stack: Stack) -> None:
    texts = await _texts(stack)
    found = {place: _holding(all_of_it, CANARY) for place, all_of_it in texts.items()}

    assert {place: where for place, where in found.items() if where} == {}


def test_no_refusal_says_the_name_back(driven: Asking) -> None:
    said = [a for a in driven.answers if a.status_code >= 400]
    statuses = {answer.status_code for answer in said}

    assert {400, 403, 409, 415, 422} <= statuses
    assert [a.request.url.path for a in said if _holding({"": a.content}, CANARY)] == []


async def test_the_search_would_find_a_name_that_was_not_sealed(
    driven: Asking, stack: Stack
) -> None:
    """The control: the same texts with a known word in them, put there in clear by each part."""
    texts = await _texts(stack)
    task = next(a for a in driven.answers if "/v1/complaints/" in a.request.url.path)
    known = task.request.url.path.split("/")[3]
    everywhere = {place for place, all_of_it in texts.items() if _holding(all_of_it, known)}

    assert {"kafka", "temporal", "rows", "disk", "temporal's file"} <= everywhere


@pytest.mark.parametrize(
    "coded",
    [
        f"x{CANARY}y".encode(),
        f"x{CANARY}y".encode("utf-16-le"),
        *(base64.b64encode(b"z" * n + CANARY.encode() + b"tail") for n in range(3)),
        f"x{CANARY}".encode().hex().encode(),
        json.dumps(CANARY).encode(),
        quote(CANARY).encode(),
        CANARY.upper().encode(),
    ],
)
def test_the_search_knows_each_form(coded: bytes) -> None:
    assert _holding({"there": coded}, CANARY) == ["there"]
