"""What is refused, sent twice, withdrawn or revealed leaves a person's name nowhere in clear."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from deploy.embedded import Stack
from tests.canaries.forms import Texts, holding, holding_each
from tests.canaries.places import everywhere
from tests.catching import Catcher
from tests.security.asking import JSON, Asking, a_body, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

STEM = "KenariGagal"
CANARY = f"{STEM}É8846"
"""Not ASCII on purpose: each place escapes it in its own way."""
PLAIN = f"{STEM}E8847"
"""ASCII on purpose: whatever escapes it, it stays as it is."""
WORDS = (CANARY, PLAIN)
PDF = b"%PDF-1.4\nkegagalan "
AGENCY, OFFICER = "bawaslu-6105", "intake-officer-6105"


def _people() -> dict[str, Any]:
    return {
        "complainant": {"mode": "confidential", "name": CANARY, "contact": f"{PLAIN}@contoh"},
        "witnesses": [{"name": PLAIN, "phone": CANARY}, CANARY, PLAIN],
        "evidence": [
            {"announced": {"name": f"{word}.pdf", "size": 3, "sha256": "ab" * 32}} for word in WORDS
        ],
    }


@pytest.fixture(scope="module")
def driven(asking_once: Asking) -> Asking:
    """Every path on which something fails or is taken back, with the canaries in it."""
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
        assert [word in answer.text for word in WORDS] == [act == "reveal"] * 2
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


@pytest.fixture(scope="module")
async def places(driven: Asking, stack: Stack, collector: Catcher) -> Mapping[str, Texts]:
    return await everywhere(stack, collector)


def test_a_name_is_in_clear_nowhere_whatever_failed(places: Mapping[str, Texts]) -> None:
    found = {place: holding_each(texts, STEM, WORDS) for place, texts in places.items()}

    assert found == {place: {word: [] for word in WORDS} for place in places}


def test_no_refusal_says_the_name_back(driven: Asking) -> None:
    said = [a for a in driven.answers if a.status_code >= 400]
    statuses = {answer.status_code for answer in said}

    assert {400, 403, 409, 415, 422} <= statuses
    back = [a.request.url.path for a in said for word in WORDS if holding({"": a.content}, word)]
    assert back == []


def test_the_search_looks_where_this_stack_keeps_what_was_sent(
    driven: Asking, places: Mapping[str, Texts]
) -> None:
    """By what each part holds in clear; that it would find a name, the control shows."""
    task = next(a for a in driven.answers if "/v1/complaints/" in a.request.url.path)
    known = task.request.url.path.split("/")[3]
    there = {place for place, all_of_it in places.items() if holding(all_of_it, known)}

    assert {"kafka", "rows", "disk", "temporal's file", "logs"} <= there
    assert f"complaint/{known}" in places["temporal"]
