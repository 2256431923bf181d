"""Complaints about one fact meet in one case; what comes late is linked, read and told."""

from datetime import date
from uuid import uuid4

import pytest

from services.contracts.law import AgencyKind
from services.kit.errors import Refused
from services.workflow.workflows.state import JoinedComplaint, ToldFact, case_workflow
from tests.workflow.spine.drive import TODAY, a_case, cleared, opened
from tests.workflow.spine.house import House, a_respondent


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


async def test_a_fact_that_is_told_twice_is_one_row_of_the_timeline(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011004"))
    await house.asked("review", case)
    row = await house.found("select complaint_id from workflow.cases where case_id = $1", case)
    complaint, other = row["complaint_id"], uuid4()
    item, last = uuid4(), uuid4()
    told = [
        ("evidence_attached", ToldFact(complaint_id=complaint, evidence_id=item)),
        ("supplemented", ToldFact(complaint_id=complaint, supplement=1)),
        ("joined", JoinedComplaint(complaint_id=other)),
    ]
    for signal, argument in (*told, *told):
        await house.orchestrator.signal(case_workflow(case), signal, argument)
    final = ToldFact(complaint_id=complaint, evidence_id=last)
    await house.orchestrator.signal(case_workflow(case), "evidence_attached", final)
    await house.found("select 1 from workflow.act where data->>'evidence_id' = $1", str(last))
    rows = await house.rows(
        "select kind from workflow.act where case_id = $1 and cause is not null order by id", case
    )

    assert [row["kind"] for row in rows] == [
        "evidence_attached",
        "supplemented",
        "complaint_joined",
        "evidence_attached",
    ]
