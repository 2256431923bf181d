"""Supplements, withdrawals, and the status."""

import asyncio
import base64
import json
from uuid import UUID, uuid4

from services.contracts.events import ComplaintSupplemented, ComplaintWithdrawn
from tests.intake.conftest import Counter

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def there(complaint_id: UUID) -> str:
    return f"/v1/complaints/{complaint_id}"


async def events(counter: Counter, complaint_id: UUID) -> list[tuple[int, str]]:
    rows = await counter.rows(
        "select sequence, body from intake.outbox where key = $1 order by id", complaint_id
    )
    return [(row["sequence"], json.loads(row["body"])["type"]) for row in rows]


async def last_event(counter: Counter, complaint_id: UUID) -> bytes:
    [row] = await counter.rows(
        "select body from intake.outbox where key = $1 order by id desc limit 1", complaint_id
    )
    body: bytes = row["body"]
    return body


async def test_a_new_complaint_is_received_and_waits_for_triage(counter: Counter) -> None:
    complaint_id = await counter.a_complaint(respondents=[{"category": "pns"}])
    status = (await counter.get(there(complaint_id))).json()

    assert (status["stage"], status["next_step"], status["acting_role"]) == (
        "received",
        "triage",
        "intake_officer",
    )
    assert status["stage_label"] == "diterima"
    assert status["respondents"] == [
        {"respondent": 0, "outcome": None, "degree": None, "sanction": None}
    ]


async def test_anothers_complaint_is_as_if_not_there(counter: Counter) -> None:
    complaint_id = await counter.a_complaint()
    answers = [
        await counter.get(there(complaint_id), agency="sp4n"),
        await counter.get(there(uuid4()), agency="sp4n"),
        await counter.get("/v1/complaints/no-id-at-all", agency="sp4n"),
        await counter.post({"text": "x"}, agency="sp4n", to=f"{there(complaint_id)}/supplements"),
        await counter.post({}, agency="sp4n", to=f"{there(complaint_id)}/withdrawal"),
    ]
    bodies = [one.json() | {"correlation_id": ""} for one in answers]

    assert {one.status_code for one in answers} == {404}
    assert all(body == bodies[0] for body in bodies)


async def test_own_complaints_are_listed_newest_first_page_by_page(counter: Counter) -> None:
    mine = [str(await counter.a_complaint(agency="dpmd-3508")) for _ in range(5)]
    await counter.a_complaint(agency="sp4n")
    seen: list[str] = []
    cursor = None
    while True:
        page = (
            await counter.get(
                "/v1/complaints",
                agency="dpmd-3508",
                limit=2,
                **({"cursor": cursor} if cursor else {}),
            )
        ).json()
        seen += [one["complaint_id"] for one in page["items"]]
        cursor = page["next"]
        assert cursor in {seen[-1], None}, "a cursor tells nothing but what was read"
        if cursor is None:
            break

    assert seen == mine[::-1]


async def test_a_cursor_that_is_not_of_this_list_is_refused(counter: Counter) -> None:
    foreign = await counter.a_complaint(agency="sp4n")
    running_number = base64.urlsafe_b64encode(b"n17").decode().rstrip("=")
    refused = [
        await counter.get("/v1/complaints", agency="dpmd-3508", cursor=cursor)
        for cursor in (str(foreign), str(uuid4()), running_number)
    ]

    assert {(one.status_code, one.json()["code"]) for one in refused} == {(422, "malformed")}


async def test_the_list_is_filtered(counter: Counter) -> None:
    number = f"LP/{uuid4()}"
    complaint_id = await counter.a_complaint(case_number=number, kind="finding")
    found = (await counter.get("/v1/complaints", case_number=number, kind="finding")).json()
    none = (await counter.get("/v1/complaints", case_number=number, stage="closed")).json()
    wrong = [
        await counter.get("/v1/complaints", **query)
        for query in ({"cursor": "x"}, {"limit": 0}, {"stage": "x"}, {"received_from": "x"})
    ]

    assert [one["complaint_id"] for one in found["items"]] == [str(complaint_id)]
    assert none == {"items": [], "next": None}
    assert {one.status_code for one in wrong} == {422}


async def test_a_supplement_cures_what_was_missing_and_the_first_text_stays(
    counter: Counter,
) -> None:
    complaint_id = await counter.a_complaint(
        evidence=[{"announced": {"name": "a.jpg", "sha256": SHA}}],
        incident={"what": "x", "place": "y"},
    )
    upload = str(uuid4())
    answer = await counter.post(
        {
            "text": "Tambahan.",
            "evidence": [{"id": upload, "sha256": SHA}],
            "corrections": [{"pointer": "/incident/place", "value": "Balai desa"}],
        },
        to=f"{there(complaint_id)}/supplements",
    )
    event = ComplaintSupplemented.model_validate_json(await last_event(counter, complaint_id))
    content = await counter.client.get(
        f"{there(complaint_id)}/content", headers=counter.a_grant("view", str(complaint_id))
    )

    assert answer.status_code == 202
    assert answer.json()["supplement"] == 1
    assert "evidence_announced_not_here" not in answer.json()["missing"]
    assert (event.sequence, event.data.supplement) == (2, 1)
    assert [str(one) for one in event.data.evidence_ids] == [upload]
    assert content.json()["incident"]["place"] == "Balai desa"
    assert content.json()["first"]["incident"]["place"] == "y"
    assert content.json()["supplements"][0]["text"] == "Tambahan."
    assert (await counter.get(there(complaint_id))).json()["supplements"] == 1


async def test_supplements_and_withdrawal_number_their_events_without_a_gap(
    counter: Counter,
) -> None:
    complaint_id = await counter.a_complaint()
    to = f"{there(complaint_id)}/supplements"
    answers = await asyncio.gather(
        *(counter.post({"text": f"nomor {number}"}, to=to) for number in range(8))
    )
    withdrawn = await counter.post({"reason": "Keliru."}, to=f"{there(complaint_id)}/withdrawal")
    told = await events(counter, complaint_id)

    assert {one.status_code for one in answers} == {202}
    assert sorted(one.json()["supplement"] for one in answers) == list(range(1, 9))
    assert [sequence for sequence, _ in told] == list(range(1, 11))
    assert told[-1] == (10, "netral.complaint.withdrawn")
    assert withdrawn.status_code == 202


async def test_a_supplement_is_repeated_like_a_complaint(counter: Counter) -> None:
    complaint_id, other_id = await counter.a_complaint(), await counter.a_complaint()
    to, key = f"{there(complaint_id)}/supplements", str(uuid4())
    first, twin = await asyncio.gather(
        counter.post({"text": "sama"}, to=to, key=key),
        counter.post({"text": "sama"}, to=to, key=key),
    )
    other_bytes = await counter.post({"text": "lain"}, to=to, key=key)
    other_place = await counter.post({"text": "sama"}, to=f"{there(other_id)}/supplements", key=key)
    no_key = await counter.post({"text": "x"}, to=to, idempotency_key="")

    assert first.content == twin.content
    assert (other_bytes.status_code, other_place.status_code) == (422, 422)
    assert no_key.status_code == 400
    assert (await counter.get(there(complaint_id))).json()["supplements"] == 1


async def test_what_a_supplement_cannot_say_is_refused_and_takes_no_key(counter: Counter) -> None:
    complaint_id = await counter.a_complaint()
    to, key = f"{there(complaint_id)}/supplements", str(uuid4())
    empty = await counter.post({}, to=to, key=key)
    fixed = await counter.post(
        {"corrections": [{"pointer": "/jurisdiction", "value": "52.03"}]}, to=to, key=key
    )
    ahead = await counter.post(
        {"corrections": [{"pointer": "/incident", "value": {"known_on": "2999-01-01"}}]},
        to=to,
        key=key,
    )
    emptied = await counter.post(
        {"corrections": [{"pointer": "/narrative", "value": None}]}, to=to, key=key
    )
    good = await counter.post({"text": "baik"}, to=to, key=key)

    assert [one.status_code for one in (empty, fixed, ahead, emptied, good)] == [422] * 4 + [202]
    assert ahead.json()["errors"][0]["pointer"] == "/corrections/0/value"
    assert emptied.json()["errors"][0]["code"] == "no-word"
    assert empty.json()["errors"][0]["code"] == "nothing-added"


async def test_a_corrected_kind_and_an_added_respondent_are_in_the_status_and_the_list(
    counter: Counter,
) -> None:
    number = f"LP/{uuid4()}"
    complaint_id = await counter.a_complaint(case_number=number, kind="report")
    before = (await counter.get(there(complaint_id))).json()
    count = len(before["respondents"])
    await counter.post(
        {
            "corrections": [
                {"pointer": "/kind", "value": "finding"},
                {"pointer": f"/respondents/{count}", "value": {"name": "Pegawai Contoh 9"}},
            ]
        },
        to=f"{there(complaint_id)}/supplements",
    )
    status = (await counter.get(there(complaint_id))).json()
    found = [
        len((await counter.get("/v1/complaints", case_number=number, kind=kind)).json()["items"])
        for kind in ("report", "finding")
    ]

    assert (before["kind"], status["kind"]) == ("report", "finding")
    assert [one["respondent"] for one in status["respondents"]] == list(range(count + 1))
    assert found == [0, 1]


async def test_a_withdrawal_is_recorded_once_and_closes_nothing(counter: Counter) -> None:
    complaint_id = await counter.a_complaint()
    to, key = f"{there(complaint_id)}/withdrawal", str(uuid4())
    first = await counter.post({"reason": "Keliru."}, to=to, key=key)
    again = await counter.post({"reason": "Keliru."}, to=to, key=key)
    another = await counter.post({"reason": "Keliru."}, to=to)
    status = (await counter.get(there(complaint_id))).json()
    event = ComplaintWithdrawn.model_validate_json(await last_event(counter, complaint_id))

    assert (first.status_code, first.content) == (202, again.content)
    assert (another.status_code, another.json()["code"]) == (409, "already-withdrawn")
    assert (status["stage"], status["withdrawn_at"]) == (
        "received",
        first.json()["withdrawn_at"],
    )
    assert event.sequence == 2
