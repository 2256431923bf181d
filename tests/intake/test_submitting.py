import asyncio
import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.contracts.events import ComplaintReceived
from services.intake.example import COMPLAINT
from services.kit import instants
from services.kit.errors import Unavailable
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


async def test_the_same_key_and_bytes_get_the_first_answer_byte_for_byte(counter: Counter) -> None:
    first = await counter.post(a_small_body(), key="same-1")
    again = await counter.post(a_small_body(), key='"same-1"')

    assert (again.status_code, again.content) == (202, first.content)


async def test_a_later_law_or_clock_does_not_undo_a_receipt(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = raw(a_small_body())
    first = await counter.post(sent, key="kept-1")

    def refuse(*_: object) -> None:
        from services.kit.errors import Malformed  # noqa: PLC0415

        raise Malformed("malformed")

    monkeypatch.setattr("services.intake.api.submit.admit", refuse)
    again = await counter.post(sent, key="kept-1")
    other = await counter.post(raw(a_small_body(narrative="lain")), key="kept-1")

    assert (again.status_code, again.content) == (202, first.content)
    assert other.status_code == 422


@pytest.mark.parametrize(
    "other",
    [
        raw(a_small_body()) + b" ",
        raw(dict(reversed(a_small_body().items()))),
        raw(a_small_body(narrative="Ada kejadian!")),
    ],
)
async def test_the_same_key_with_other_bytes_is_refused(counter: Counter, other: bytes) -> None:
    key = str(uuid4())
    await counter.post(a_small_body(), key=key)
    answer = await counter.post(other, key=key)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_same_key_of_another_agency_is_another_complaint(counter: Counter) -> None:
    first = await counter.post(a_small_body(), key="shared")
    other = await counter.post(a_small_body(), key="shared", agency="sp4n")

    assert first.json()["complaint_id"] != other.json()["complaint_id"]


async def test_a_refused_body_takes_no_key(counter: Counter) -> None:
    refused = await counter.post({"jurisdiction": "35.08"}, key="free-1")
    taken = await counter.post(a_small_body(), key="free-1")

    assert (refused.status_code, taken.status_code) == (422, 202)


async def test_a_known_case_number_under_another_key_is_refused_with_the_first_address(
    counter: Counter,
) -> None:
    body = a_small_body(case_number="LP/1")
    first = await counter.post(body)
    again = await counter.post(body)
    elsewhere = await counter.post(body, agency="sp4n")

    assert (again.status_code, again.json()["code"]) == (409, "already-received")
    assert again.json()["status_url"] == first.json()["status_url"]
    assert elsewhere.status_code == 202


async def test_a_case_number_may_be_as_long_as_a_body(counter: Counter) -> None:
    number = f"{uuid4()}" * 10_000

    assert (await counter.post(a_small_body(case_number=number))).status_code == 202
    assert (await counter.post(a_small_body(case_number=number))).status_code == 409


async def test_of_many_at_once_each_key_and_case_number_wins_once(counter: Counter) -> None:
    twins = [counter.post(a_small_body(), key=f"twin-{n % 10}") for n in range(50)]
    rivals = [counter.post(a_small_body(case_number=f"LP/R{n % 5}")) for n in range(25)]
    answers = await asyncio.gather(*twins)
    numbered = await asyncio.gather(*rivals)
    bodies = {answer.content for answer in answers if answer.status_code == 202}

    assert {answer.status_code for answer in answers} == {202}
    assert len(bodies) == 10
    assert sorted(answer.status_code for answer in numbered) == [202] * 5 + [409] * 20
    [counted] = await counter.rows(
        "select count(*) from intake.complaint where idempotency_key like 'twin-%'"
    )
    assert counted["count"] == 10


async def test_another_processs_twin_in_flight_is_waited_for(counter: Counter) -> None:
    key = str(uuid4())
    admin = await counter.admin.pool()
    async with admin.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        await conn.execute(
            "insert into intake.complaint (complaint_id, agency_id, agency_kind, idempotency_key,"
            " body_sha256, jurisdiction, kind, categories, respondents, received_at, raw_sealed,"
            " content_sealed, identity_sealed, answer) values (gen_random_uuid(), 'bawaslu-3508',"
            " 'bawaslu', $1, $2, '35.08', 'report', '{}', 0, now(), '', '', '', '{}')",
            key,
            hashlib.sha256(raw(a_small_body())).digest(),
        )
        frozen = await counter.post(a_small_body(), key=key)
        waiting = asyncio.create_task(counter.post(a_small_body(), key=key))
        await asyncio.sleep(0.2)
        await transaction.commit()
        thawed = await waiting

    assert (frozen.status_code, frozen.json()["code"]) == (409, "in-flight")
    assert 1 <= int(frozen.headers["retry-after"]) <= 5
    assert (thawed.status_code, thawed.content) == (202, b"{}")


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


async def test_a_line_lost_in_commit_is_503_and_the_repetition_finds_out(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(name: str) -> None:
        if name == "intake.after_commit":
            raise Unavailable("database-unavailable")

    instants.replace(lose)
    try:
        lost = await counter.post(a_small_body(), key="lost-1")
    finally:
        instants.replace(_nothing)
    found = await counter.post(a_small_body(), key="lost-1")

    assert (lost.status_code, found.status_code) == (503, 202)
    assert 1 <= int(lost.headers["retry-after"]) <= 60


async def test_what_fails_before_the_commit_leaves_nothing(counter: Counter) -> None:
    async def lose(name: str) -> None:
        if name == "intake.before_commit":
            raise Unavailable("database-unavailable")

    instants.replace(lose)
    try:
        lost = await counter.post(a_small_body(), key="lost-2")
    finally:
        instants.replace(_nothing)
    rows = await counter.rows("select 1 from intake.complaint where idempotency_key = 'lost-2'")

    assert (lost.status_code, rows) == (503, [])


async def _nothing(name: str) -> None:
    del name


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
