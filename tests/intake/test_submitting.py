"""Submitting a complaint: what is answered, what is stored, what is refused at the edge."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.contracts.events import ComplaintReceived
from services.intake.example import COMPLAINT
from tests.intake.conftest import Counter
from tests.intake.makers import SEALER, a_body, a_small_body, raw


async def test_the_example_of_the_contract_is_accepted_as_it_stands(counter: Counter) -> None:
    document = (await counter.client.get("/openapi.json")).json()
    [example] = document["components"]["schemas"]["Complaint"]["examples"]
    answer = await counter.post(example)

    assert answer.status_code == 202
    assert example == COMPLAINT


async def test_a_receipt_says_what_was_received(counter: Counter) -> None:
    sent = raw(a_small_body())
    answer = await counter.post(sent)
    receipt = answer.json()

    assert answer.status_code == 202
    assert list(receipt) == [
        "complaint_id",
        "received_at",
        "status_url",
        "body_sha256",
        "missing",
        "warnings",
    ]
    assert receipt["body_sha256"] == hashlib.sha256(sent).hexdigest()
    assert receipt["status_url"] == (
        f"https://intake.example/v1/complaints/{receipt['complaint_id']}"
    )
    assert "no_respondent" in receipt["missing"]
    assert answer.headers["netral-sandbox"] == "true"


async def test_one_commit_holds_everything(counter: Counter) -> None:
    body = a_body(case_number=None)
    sent = raw(body)
    complaint_id = UUID((await counter.post(sent)).json()["complaint_id"])
    [row] = await counter.rows(
        "select c.*, k.wrapped, o.body as event, o.key, o.sequence, s.stage, a.actor, a.act"
        " from intake.complaint c join intake.complaint_key k using (complaint_id)"
        " join intake.standing s using (complaint_id)"
        " join intake.outbox o on o.key = complaint_id"
        " join intake.audit a using (complaint_id) where complaint_id = $1",
        complaint_id,
    )
    key = SEALER.unwrap(row["wrapped"], str(complaint_id))
    event = ComplaintReceived.model_validate_json(row["event"])

    assert key.open(row["raw_sealed"], f"{complaint_id}|raw") == sent
    assert row["body_sha256"] == hashlib.sha256(sent).digest()
    assert (
        json.loads(key.open(row["identity_sealed"], f"{complaint_id}|identity"))["complainant"]
        == body["complainant"]
    )
    assert (row["actor"], row["act"], row["stage"]) == (
        "agency:bawaslu-3508",
        "received",
        "received",
    )
    assert (event.sequence, event.subject, event.data.respondents) == (1, complaint_id, 1)
    assert event.data.election_id == body["election"]["event_id"]


async def test_the_people_and_file_names_are_in_clear_nowhere(counter: Counter) -> None:
    canaries = [f"KENARI{number}{uuid4().hex}" for number in range(4)]
    body = a_body(
        case_number=None,
        complainant={"mode": "open", "name": canaries[0], "contact": canaries[1]},
        witnesses=[{"name": canaries[2]}],
        evidence=[{"announced": {"name": canaries[3], "size": 1, "sha256": "a" * 64}}],
    )
    complaint_id = UUID((await counter.post(body)).json()["complaint_id"])
    control = f"KENDALI{uuid4().hex}"
    await counter.a_complaint(case_number=control)
    tables = await counter.rows(
        "select table_name from information_schema.tables where table_schema = 'intake'"
    )
    dumped = str(
        [
            await counter.rows(f"select t::text, to_jsonb(t)::text from intake.{one} t")
            for one in (table["table_name"] for table in tables)
        ]
    )
    bytes_seen = [
        value
        for row in await counter.rows("select * from intake.complaint, intake.outbox")
        for value in row.values()
        if isinstance(value, bytes)
    ]

    assert str(complaint_id) in dumped
    assert control in dumped
    for canary in canaries:
        assert canary not in dumped
        assert canary.encode().hex() not in dumped
        assert not any(canary.encode() in value for value in bytes_seen)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"idempotency_key": ""}, 400, "idempotency-key-missing"),
        ({"idempotency_key": "x" * 256}, 400, "idempotency-key-invalid"),
        ({"authorization": "Bearer nope"}, 401, "credential-missing"),
        ({"authorization": "Basic x"}, 401, "credential-missing"),
        ({"authorization": "Grant x.y"}, 401, "grant-invalid"),
        ({"content_type": "text/plain"}, 415, "media-type"),
        ({"content_type": "application/json; charset=utf-16"}, 415, "media-type"),
        ({"content_encoding": "gzip"}, 415, "media-type"),
    ],
)
async def test_the_edge_refuses_with_a_problem(
    counter: Counter, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await counter.post(a_small_body(), **headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not(
    counter: Counter,
) -> None:
    frame = len(raw(a_small_body(narrative="")))
    fits = a_small_body(narrative="x" * (1024 * 1024 - frame))

    assert (await counter.post(fits)).status_code == 202
    assert (await counter.post(raw(fits) + b" ")).status_code == 413


async def test_a_jurisdiction_outside_the_credential_is_403(counter: Counter) -> None:
    outside = await counter.post(a_small_body(jurisdiction="52.03"))
    unknown = await counter.post(a_small_body(jurisdiction="99.99"))

    assert (outside.status_code, unknown.status_code) == (403, 403)
    assert outside.json()["code"] == "jurisdiction-outside"


async def test_an_address_that_is_nearly_ours_is_not_there(counter: Counter) -> None:
    """A redirect would name the inner host, and lose the body of a POST on the way."""
    answers = [
        await counter.post(a_small_body(), to="/v1/complaints/"),
        await counter.get("/v1/complaints/"),
        await counter.get("/v1/notices/"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]


async def test_a_refusal_is_told_in_the_language_that_is_asked_for(counter: Counter) -> None:
    english = await counter.post({}, accept_language="en-GB")
    indonesian = await counter.post({}, accept_language="id")

    assert english.json()["title"] != indonesian.json()["title"]
    assert (await counter.client.get(english.json()["type"])).status_code == 200


async def test_an_officials_finding_comes_by_a_grant(counter: Counter) -> None:
    grant = counter.a_grant("submit", "35.08")
    answer = await counter.post(a_small_body(kind="report"), **grant)
    elsewhere = await counter.post(a_small_body(jurisdiction="52.03"), **grant)
    wrong_act = await counter.post(a_small_body(), **counter.a_grant("view", "35.08"))
    [row] = await counter.rows(
        "select agency_id, kind, submitted_by, actor from intake.complaint"
        " join intake.audit using (complaint_id) where complaint_id = $1",
        UUID(answer.json()["complaint_id"]),
    )

    assert (elsewhere.status_code, wrong_act.status_code) == (403, 401)
    assert row == {
        "agency_id": "office:35.08",
        "kind": "finding",
        "submitted_by": "inspector-3508",
        "actor": "person:inspector-3508",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "update intake.audit set act = 'x'",
        "delete from intake.audit",
        "truncate intake.audit",
        "alter table intake.audit disable trigger all",
        "update intake.complaint set kind = 'x'",
        "truncate intake.complaint",
        "drop table intake.complaint",
    ],
)
async def test_the_service_cannot_rewrite_what_was_written(
    counter: Counter, statement: str
) -> None:
    conn: Any = await asyncpg.connect(counter.settings.database_dsn)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(statement)
    finally:
        await conn.close()
