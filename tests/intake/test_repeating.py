"""The same request again: under its key, under another, at the same moment, after a failure."""

import asyncio
import hashlib
from uuid import uuid4

import pytest

from services.kit import instants
from services.kit.errors import Unavailable
from tests.intake.conftest import Counter
from tests.intake.makers import a_small_body, raw


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


async def until_it_waits(counter: Counter) -> None:
    """Until a session of the service waits for a lock of another."""
    waiting = (
        "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
        " and application_name = 'netral-intake'"
    )
    async with asyncio.timeout(10):
        while not await counter.rows(waiting):  # noqa: ASYNC110 -- it is asked of Postgres
            await asyncio.sleep(0.01)


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
        await until_it_waits(counter)
        await transaction.commit()
        thawed = await waiting

    assert (frozen.status_code, frozen.json()["code"]) == (409, "in-flight")
    assert 1 <= int(frozen.headers["retry-after"]) <= 5
    assert (thawed.status_code, thawed.content) == (202, b"{}")


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
