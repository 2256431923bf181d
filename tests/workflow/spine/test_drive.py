"""A complaint, by the hands of officials, to its end: the real register, Temporal and worker."""

import asyncio
import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.complaint import Recommendation
from services.contracts.law import AgencyKind, ComplaintKind
from services.kit.access.directory import FRESH_FOR
from services.kit.errors import Malformed, NotFound, Refused
from tests.workflow.spine.house import House, a_respondent

TODAY = date(2024, 10, 8)


async def opened(house: House, complaint: UUID) -> UUID:
    row = await house.found(
        "select case_id from workflow.complaint where complaint_id = $1 and case_id is not null",
        complaint,
    )
    case_id: UUID = row["case_id"]
    return case_id


async def a_case(house: House, *respondents: Any, **received: Any) -> UUID:
    complaint = await house.receives(*respondents, **received)
    await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="accept")
    return await opened(house, complaint)


async def investigated(house: House, case: UUID, *findings: dict[str, Any]) -> None:
    await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")
    await house.answers(
        "inspector-3508",
        "team",
        case,
        TODAY,
        number="700/1",
        letter_date="2024-10-08",
        lead_id="irban-3508",
        member_ids=["auditor-3508"],
    )
    await house.answers(
        "auditor-3508",
        "investigate",
        case,
        TODAY,
        number="LHP/1",
        lhp_date="2024-10-08",
        author_ids=["auditor-3508"],
        findings=list(findings),
        scan=await house.sealed_item(),
    )


def proven(n: int) -> dict[str, Any]:
    return {
        "respondent": n,
        "proven": True,
        "violations": ["disc.social-media-like"],
        "act_from": "2024-10-07",
        "election_id": "pilkada-2024",
    }


async def closed(house: House, case: UUID) -> None:
    await house.found(
        "select 1 from workflow.cases where case_id = $1 and closed_at is not null", case
    )


async def cleared(house: House, case: UUID) -> None:
    await investigated(house, case, {"respondent": 1, "proven": False})
    await house.answers(
        "inspector-3508", "clearance", case, TODAY, number="800/1", letter_date="2024-10-08"
    )
    await closed(house, case)


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


async def test_who_was_not_asked_does_not_find_the_task(house: House) -> None:
    complaint = await house.receives()
    with pytest.raises(NotFound):
        await house.answers("camat-3508", "triage", complaint, TODAY, choice="accept")
    with pytest.raises(NotFound):
        await house.answers("intake-officer-6105", "triage", complaint, TODAY, choice="accept")


async def test_who_declared_a_part_of_his_own_acts_no_more_in_the_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011010"))
    async with house.database.transaction() as conn:
        await conn.execute(
            "insert into workflow.recusal (case_id, person_id, part, recorded_by)"
            " values ($1, 'inspector-3508', 'related', 'inspector-3508')",
            case,
        )
    with pytest.raises(Refused) as refused:
        await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")

    assert (refused.value.code, refused.value.about) == ("decider-involved", "who")
    assert refused.value.citation


async def test_a_supplement_opens_triage_again(house: House) -> None:
    complaint = await house.receives()
    first = await house.asked("triage", complaint)
    await house.answers(
        "intake-officer-3508",
        "triage",
        complaint,
        TODAY,
        choice="ask_completion",
        asked="canary-asked",
        items=["no_place"],
    )
    row = await house.found(
        "select * from workflow.complaint where complaint_id = $1 and stage = $2",
        complaint,
        "awaiting_completion",
    )
    assert row["expected_on"] == date(2024, 11, 7)
    await house.supplements(complaint)
    await house.found(
        "select 1 from workflow.task where complaint_id = $1 and kind = 'triage'"
        " and state = 'open' and task_id <> $2",
        complaint,
        first["task_id"],
    )
    await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="accept")
    await opened(house, complaint)


async def test_a_complaint_joins_an_open_case_and_neither_agency_sees_the_other(
    house: House,
) -> None:
    case = await a_case(house, a_respondent("198001012005011001"))
    second = await house.receives(
        a_respondent("198001012005011001"), agency="sp4n", agency_kind=AgencyKind.SP4N
    )
    await house.answers(
        "intake-officer-3508", "triage", second, TODAY, choice="join", case_id=str(case)
    )
    await house.found(
        "select 1 from workflow.act where case_id = $1 and kind = 'complaint_joined'", case
    )
    people = await house.rows("select n from workflow.respondent where case_id = $1", case)
    events = await house.events(case)
    joined = next(event for event in events if event["type"] == "netral.case.joined")

    assert len(people) == 1
    assert joined["data"]["stage"] == "joined"
    assert [view["complaint_id"] for view in joined["data"]["complaints"]] == [str(second)]


async def test_a_report_on_a_closed_case_is_linked_and_told(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011002"))
    await cleared(house, case)
    late = await house.receives(a_respondent("198001012005011002"))
    await house.answers(
        "intake-officer-3508", "triage", late, TODAY, choice="join", case_id=str(case)
    )
    await house.found(
        "select 1 from workflow.complaint where complaint_id = $1 and state = 'joined'", late
    )
    told = (await house.events(case))[-1]

    assert told["type"] == "netral.case.joined"
    assert told["data"]["stage"] == "closed"
    assert told["data"]["complaints"] == [
        {
            "complaint_id": str(late),
            "respondents": [
                {"respondent": 0, "outcome": "not_proven", "degree": None, "sanction": None}
            ],
        }
    ]


async def test_a_supplement_to_a_closed_case_is_read_by_a_person(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011009"))
    await cleared(house, case)
    closed = await house.found("select * from workflow.cases where case_id = $1", case)
    complaint = closed["complaint_id"]
    await house.supplements(complaint)
    task = await house.asked("late_supplement", complaint)
    await house.answers(
        "intake-officer-3508", "late_supplement", complaint, TODAY, reason="canary-late"
    )

    assert (task["case_id"], task["due_on"]) != (None, None)
    rows = await house.rows("select kind from workflow.act where workflow_id like 'late/%'")
    assert [row["kind"] for row in rows] == ["supplemented", "late_supplement"]
    after = await house.found("select * from workflow.cases where case_id = $1", case)
    assert (after["stage"], after["sequence"]) == ("closed", closed["sequence"])


async def test_another_person_never_enters_a_closed_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011003"))
    await cleared(house, case)
    other = await house.receives(a_respondent("198001012005011009"))
    with pytest.raises(Refused) as refused:
        await house.answers(
            "intake-officer-3508", "triage", other, TODAY, choice="join", case_id=str(case)
        )

    assert refused.value.code == "respondent-not-in-closed-case"


async def test_a_proven_finding_starts_a_track_for_its_respondent_only(house: House) -> None:
    case = await a_case(
        house, a_respondent("198001012005011004"), a_respondent("198001012005011005")
    )
    await investigated(house, case, proven(1), {"respondent": 2, "proven": False})
    task = await house.asked("profile", case, 1)
    await house.asked("clearance", case, 2)

    assert task["workflow_id"] == f"track/{case}/1"
    assert (
        await house.row(
            "select 1 from workflow.task where case_id = $1 and kind = 'profile'"
            " and respondent = 2",
            case,
        )
        is None
    )


async def test_tracks_without_an_investigation_need_a_recommendation(house: House) -> None:
    plain = await a_case(house, a_respondent("198001012005011006"))
    with pytest.raises(Refused) as refused:
        await house.answers(
            "inspector-3508", "review", plain, TODAY, choice="open_tracks", findings=[proven(1)]
        )
    assert refused.value.code == "no-recommendation"
    referred = await a_case(
        house,
        a_respondent("198001012005011007"),
        kind=ComplaintKind.REFERRAL,
        recommendation=Recommendation(number="R/1"),
    )
    await house.answers(
        "inspector-3508", "review", referred, TODAY, choice="open_tracks", findings=[proven(1)]
    )
    await house.asked("profile", referred, 1)


async def test_an_investigation_is_extended_once_by_at_most_ten_days(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011008"))
    await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")
    await house.answers(
        "inspector-3508",
        "team",
        case,
        TODAY,
        number="700/2",
        letter_date="2024-10-08",
        lead_id="auditor-3508",
    )
    before = await house.asked("investigate", case)
    await house.acts(
        "inspector-3508", "extend_investigation", case, TODAY, reason="canary", working_days=10
    )
    after = await house.asked("investigate", case)
    with pytest.raises(Refused) as again:
        await house.acts(
            "inspector-3508", "extend_investigation", case, TODAY, reason="x", working_days=1
        )

    assert before["due_on"] == date(2024, 10, 29)
    assert after["due_on"] == date(2024, 11, 12)
    assert again.value.code == "already-extended"


async def test_deciding_before_a_hearing_is_refused_with_the_law(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011010"))
    with pytest.raises(Refused) as refused:
        await house.acts("ppk-3508", "decide", case, TODAY, respondent=1, sanction="pns.light.oral")

    assert refused.value.code == "not-examined"
    assert refused.value.citation


async def test_a_criminal_matter_runs_beside_the_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011011"))
    with pytest.raises(Refused) as early:
        await house.acts(
            "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="1"
        )
    assert early.value.code == "no-criminal-referral"
    await house.acts(
        "inspector-3508",
        "criminal_referral",
        case,
        TODAY,
        to="Gakkumdu",
        number="180/1",
        letter_date="2024-10-08",
        provision="Pilkada 71/188",
    )
    receipt = await house.acts(
        "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="2"
    )

    assert receipt.kind == "criminal_result"
    assert (await house.asked("review", case))["state"] == "open"


async def test_a_criminal_matter_outlives_the_case_and_nothing_else_does(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011012"))
    await house.acts(
        "inspector-3508",
        "criminal_referral",
        case,
        TODAY,
        to="Gakkumdu",
        number="180/2",
        letter_date="2024-10-08",
        provision="Pilkada 71/188",
    )
    await cleared(house, case)
    receipt = await house.acts(
        "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="3"
    )
    with pytest.raises(Refused) as over:
        await house.acts(
            "inspector-3508", "extend_investigation", case, TODAY, reason="a", working_days=1
        )

    assert receipt.case_id == case
    assert over.value.code == "already-ended"


async def test_a_complaint_about_the_inspektorat_goes_to_the_substitute(house: House) -> None:
    async with house.database.transaction() as conn:
        await conn.execute(
            "update access.person set nip_digest = $1 where id = 'auditor-3508-2'",
            house.nip_digest("197901012004011001"),
        )
    await asyncio.sleep(FRESH_FOR + 0.1)  # the promised age of the directory's readings
    complaint = await house.receives(a_respondent("197901012004011001"))
    task = await house.asked("triage", complaint)
    assert task["role"] == "substitute"
    with pytest.raises(NotFound):
        await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="accept")
    await house.answers("substitute-3508", "triage", complaint, TODAY, choice="accept")
    case = await opened(house, complaint)

    assert (await house.asked("review", case))["role"] == "substitute"


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
