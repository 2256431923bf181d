"""A complaint, by the hands of officials, to its end: the real register, Temporal and worker."""

import json
from datetime import date
from uuid import uuid4

import pytest

from services.kit.errors import Malformed, Refused
from tests.workflow.spine.drive import TODAY, a_case, cleared
from tests.workflow.spine.house import House, a_respondent


async def test_a_complaint_that_is_not_proven_ends_in_a_letter_of_clearance(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011001"))
    await cleared(house, case)

    events = await house.events(case)
    types = [event["type"].rsplit(".", 1)[-1] for event in events]
    assert types[0] == "opened"
    assert types[-1] == "closed"
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["data"]["complaints"][0]["respondents"] == [
        {"respondent": 0, "outcome": "not_proven", "degree": None, "sanction": None}
    ]
    told = [(e["data"]["stage"], e["data"]["next_step"]) for e in events if e["data"]]
    assert len(told) == len(set(told))  # each step once, with its date
    assert all(e["data"]["expected_on"] for e in events[:-1])
    stages = [event["data"]["stage"] for event in events]
    assert "under_review" in stages
    assert "under_investigation" in stages


async def test_case_numbers_have_no_gap(house: House) -> None:
    for _ in range(2):
        await a_case(house)
    rows = await house.rows("select case_number from workflow.cases order by case_number")

    numbers = [int(row["case_number"].rsplit("/", 1)[-1]) for row in rows]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_what_a_person_wrote_is_sealed_and_in_no_event(house: House) -> None:
    complaint = await house.receives()
    await house.answers(
        "intake-officer-3508",
        "triage",
        complaint,
        TODAY,
        choice="refuse",
        reason_code="not_neutrality",
        reason="canary-reason",
        noted_to="BKPSDM",
    )
    settled = await house.found(
        "select * from workflow.complaint where complaint_id = $1 and state = 'settled'", complaint
    )
    act = await house.found(
        "select * from workflow.act where complaint_id = $1 and kind = 'triage'", complaint
    )
    events = await house.events(complaint)

    assert settled["outcome"] == "refused"
    assert "canary" not in act["data"]
    assert json.loads(act["data"])["noted_to"] == "BKPSDM"
    assert act["words_sealed"] is not None
    assert b"canary" not in act["words_sealed"]
    assert "canary" not in json.dumps(events)
    assert events[-1]["type"] == "netral.case.settled"
    assert events[-1]["data"]["reason_code"] == "not_neutrality"
    assert events[-1]["data"]["complaints"][0]["respondents"][0]["outcome"] == "refused"


async def test_a_repeated_act_gets_the_first_receipt_and_another_under_its_id_is_refused(
    house: House,
) -> None:
    complaint = await house.receives()
    task = await house.asked("triage", complaint)
    person = await house.directory.person("intake-officer-3508")
    assert person is not None
    act_id, answer = uuid4(), {"choice": "refer_out", "to": "Kabupaten lain", "reason": "a"}
    first = await house.acting.answer(task["task_id"], person, answer, TODAY, act_id)
    again = await house.acting.answer(task["task_id"], person, answer, TODAY, act_id)

    assert again == first
    with pytest.raises(Malformed) as other:
        await house.acting.answer(task["task_id"], person, answer | {"to": "x"}, TODAY, act_id)
    assert other.value.code == "idempotency-key-reused"
    with pytest.raises(Refused) as late:
        await house.acting.answer(task["task_id"], person, answer, TODAY, uuid4())
    assert late.value.code == "task-not-open"


async def test_a_refusal_names_the_field_or_the_date(house: House) -> None:
    complaint = await house.receives()
    with pytest.raises(Malformed) as malformed:
        await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="maybe")
    assert malformed.value.pointers[0].pointer == "/answer/choice"
    with pytest.raises(Refused) as future:
        await house.answers(
            "intake-officer-3508", "triage", complaint, date(2024, 10, 9), choice="accept"
        )
    assert future.value.code == "date-in-future"
    with pytest.raises(Refused) as past:
        await house.answers(
            "intake-officer-3508", "triage", complaint, date(2024, 10, 7), choice="accept"
        )
    assert past.value.code == "date-before-step"


async def test_an_intake_that_is_away_delays_the_text_and_not_the_start(house: House) -> None:
    house.intake.away = True
    try:
        complaint = await house.receives()
        row = await house.found(
            "select * from workflow.complaint where complaint_id = $1 and state = 'started'",
            complaint,
        )
        assert row["content_sealed"] is None
    finally:
        house.intake.away = False
    await house.found(
        "select 1 from workflow.complaint where complaint_id = $1 and content_sealed is not null",
        complaint,
    )
    await house.asked("triage", complaint)
