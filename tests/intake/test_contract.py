"""The OpenAPI says what is so, and every code has its words in both languages."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.contracts.events import ComplaintReceived
from services.intake.api.describing import KEY
from services.intake.receipts import Receipt
from services.kit.errors import EdgeRefusal
from services.kit.idempotency import parse_key
from services.kit.words import Words
from tests.intake.conftest import Counter
from tests.intake.makers import COMPOSER, NOW, TODAY, a_complaint, a_reception, a_sender, raw

INTAKE = Path(__file__).parents[2] / "services" / "intake"
WORDS = Words("services.kit", "services.intake")


def keys(language: str) -> set[str]:
    def flat(table: dict[str, Any], prefix: str) -> set[str]:
        return {
            key
            for name, value in table.items()
            for key in (
                flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
            )
        }

    return flat(tomllib.loads((INTAKE / "words" / f"{language}.toml").read_text("utf-8")), "")


def test_both_languages_have_the_same_sentences() -> None:
    assert keys("id") == keys("en")


def codes(pattern: str) -> set[str]:
    sources = [path.read_text("utf-8") for path in INTAKE.rglob("*.py")]
    return {code for source in sources for code in re.findall(pattern, source, re.DOTALL)}


@pytest.mark.parametrize(
    "code",
    sorted(
        codes(r'(?:Refused|Malformed|Unavailable|EdgeRefusal|NotFound)\(\s*"([a-z-]+)"')
        | {"database-unavailable"}
    ),
)
def test_every_problem_has_title_detail_and_help(code: str) -> None:
    for part in ("title", "detail", "help"):
        assert WORDS.has(f"problem.{code}.{part}")


@pytest.mark.parametrize(
    "code",
    sorted(
        (
            codes(r'Pointer\([^)]*?, "([a-z-]+)"\)')
            | codes(r'_refused\("([a-z-]+)"\)')
            | codes(r'": "([a-z]+(?:-[a-z]+)+)",\n')
            | codes(r'\("[a-z ]+", "([a-z-]+)"\)')
        )
        - {"no"}
    ),
)
def test_every_wrong_place_has_its_sentence(code: str) -> None:
    assert WORDS.has(f"field.{code}.detail")


def test_the_event_and_the_receipt_are_written_as_their_models_read_them() -> None:
    complaint = a_complaint(evidence=[{"id": "018f3c1e-8a4b-8c2d-9e1f-000000000001"}])
    made = COMPOSER.compose(raw({}), complaint, a_sender(), "k", NOW, TODAY)
    event = ComplaintReceived.model_validate_json(made.event, strict=True)
    receipt = Receipt.model_validate_json(made.answer, strict=True)

    assert json.loads(made.event) == json.loads(event.model_dump_json())
    assert json.loads(made.answer) == json.loads(receipt.model_dump_json())
    assert (event.id, event.subject) == (made.event_id, made.complaint_id)
    assert event.time == receipt.received_at == NOW
    assert event.data.evidence_ids == [UUID("018f3c1e-8a4b-8c2d-9e1f-000000000001")]


def test_the_same_agency_and_key_give_the_same_ids_and_others_do_not() -> None:
    first, again = a_reception("k"), a_reception("k", narrative="lain")
    others = [a_reception("k2"), a_reception("k", agency_id="sp4n")]

    assert (first.complaint_id, first.event_id) == (again.complaint_id, again.event_id)
    assert first.complaint_id not in {one.complaint_id for one in others}
    assert first.complaint_id.version == 8


async def test_every_operation_documents_its_problems_and_who_may_ask(counter: Counter) -> None:
    document = (await counter.client.get("/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    assert document["openapi"].startswith("3.1")
    assert "HTTPValidationError" not in json.dumps(document)
    for operation in operations:
        assert operation["security"]
        assert {"401", "503"} <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                assert list(answer["content"]) == ["application/problem+json"]


async def test_every_address_names_the_methods_it_knows(counter: Counter) -> None:
    answer = await counter.client.request("PATCH", "/v1/webhook")

    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, HEAD, PUT")


async def test_where_there_is_get_there_is_head(counter: Counter) -> None:
    for address in ("/openapi.json", "/problems/not-found", "/livez"):
        answer = await counter.client.head(address)

        assert answer.status_code == 200


async def test_the_examples_of_the_contract_are_read(counter: Counter) -> None:
    schemas = (await counter.client.get("/openapi.json")).json()["components"]["schemas"]
    [supplement] = schemas["Supplement"]["examples"]
    [withdrawal] = schemas["Withdrawal"]["examples"]
    complaint_id = await counter.a_complaint()
    answers = [
        await counter.post(supplement, to=f"/v1/complaints/{complaint_id}/supplements"),
        await counter.post(withdrawal, to=f"/v1/complaints/{complaint_id}/withdrawal"),
    ]

    assert {one.status_code for one in answers} == {202}


async def test_the_process_says_that_it_is_alive_ready_and_counts(counter: Counter) -> None:
    await counter.a_complaint()
    await counter.post({})
    live, ready, metrics = [
        await counter.client.get(path) for path in ("/livez", "/readyz", "/metrics")
    ]

    assert (live.status_code, ready.json()["checks"]) == (200, {"postgres": "ok"})
    assert "netral_complaints_accepted_total" in metrics.text
    assert 'netral_requests_refused_total{code="malformed"}' in metrics.text


@pytest.mark.parametrize(
    ("key", "promised"), [("a b", True), ("x", True), ("", False), (" ", False), ("\u00e9", False)]
)
def test_the_contract_promises_the_keys_that_are_taken(key: str, *, promised: bool) -> None:
    try:
        taken = parse_key(key) == key
    except EdgeRefusal:
        taken = False

    assert taken is promised
    assert bool(re.fullmatch(KEY["schema"]["pattern"], key)) is promised
