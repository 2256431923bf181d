"""A complaint while the days go by: silence answers nothing, a lapse asks a person."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from services.contracts.law import Category, Outcome
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from services.workflow.workflows.state import ComplaintText, LateFact, NamedRespondent, ToldFact
from tests.workflow.skipping.desk import Desk, a_complaint, skip


async def test_silence_of_months_answers_nothing(desk: Desk, skipping: WorkflowEnvironment) -> None:
    await desk.runs(a_complaint(desk.today))
    task = await desk.asked("triage")
    await desk.passes(skipping, 120)
    assert desk.handle is not None
    described = await desk.handle.describe()

    assert described.status is WorkflowExecutionStatus.RUNNING
    assert (await desk.asked("triage")).task_id == task.task_id
    assert not desk.settled
    assert len(set(desk.read_on)) > 100


async def test_a_completion_that_never_comes_is_archived_by_a_person(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    await desk.runs(a_complaint(desk.today))
    await desk.answers(
        "intake_officer", "triage", desk.today, choice="ask_completion", asked="tempat"
    )
    await desk.until(lambda: bool(desk.moved), "awaiting completion")
    due = desk.moved[0].expected_on
    await desk.passes(skipping, 29)
    assert not desk.tasks
    await desk.passes(skipping, 3)
    await desk.answers(
        "intake_officer", "completion_lapsed", desk.today, choice="archive", reason="a"
    )
    assert desk.handle is not None
    ended = await desk.handle.result()

    assert desk.moved[0].point is Point.COMPLETION
    assert due is not None
    assert desk.today > due
    assert ended == "incomplete"
    assert desk.settled[0].outcome is Outcome.INCOMPLETE


async def test_a_supplement_comes_in_time_and_the_complaint_is_taken_up(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    complaint = a_complaint(desk.today)
    await desk.runs(complaint)
    await desk.answers(
        "intake_officer", "triage", desk.today, choice="ask_completion", asked="tempat"
    )
    await desk.until(lambda: bool(desk.moved), "awaiting completion")
    await desk.passes(skipping, 6)
    assert desk.handle is not None
    told = ToldFact(complaint_id=complaint.complaint_id, supplement=1)
    await desk.handle.signal("supplemented", told)
    await desk.answers("intake_officer", "triage", desk.today, choice="accept")
    ended = await desk.handle.result()

    assert ended == "opened"
    assert desk.started[0].workflow == "CaseWorkflow"


async def the_substitute_accepts(desk: Desk) -> None:
    """Triage is asked of him, and his answer opens the case."""
    await desk.until(
        lambda: any(one.role == "substitute" for one in desk.tasks.values()), "the substitute"
    )
    await desk.answers("substitute", "triage", desk.today, choice="accept")
    assert desk.handle is not None
    assert await desk.handle.result() == "opened"


async def test_a_text_that_comes_late_moves_the_task_to_the_substitute(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    named = (NamedRespondent(respondent=0, category=Category.PNS),)
    desk.text = None
    await desk.runs(a_complaint(desk.today))
    await skip(skipping, timedelta(seconds=30))
    task = await desk.asked("triage")
    assert task.role == "intake_officer"
    desk.text = ComplaintText(respondents=named, about_inspectorate=True)
    await skip(skipping, timedelta(minutes=2))
    await the_substitute_accepts(desk)


async def test_an_arrival_takes_one_step(desk: Desk) -> None:
    await desk.runs(a_complaint(desk.today))
    await desk.until(lambda: bool(desk.read_on), "its clock was read")
    assert desk.handle is not None
    events = (await desk.handle.fetch_history()).events

    steps = [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    assert steps == ["take_in", "read_clock"]


async def test_what_was_asked_of_the_inspektorat_before_its_text_came_is_asked_anew(
    desk: Desk,
) -> None:
    named = (NamedRespondent(respondent=0, category=Category.PNS),)
    desk.text = ComplaintText(respondents=named, about_inspectorate=True)
    await desk.runs(a_complaint(desk.today))  # this register asks whom the workflow names
    await the_substitute_accepts(desk)


async def test_who_answers_before_the_complaint_has_heard_of_its_task_is_heard(desk: Desk) -> None:
    desk.heard.clear()
    await desk.runs(a_complaint(desk.today))
    quick = asyncio.create_task(
        desk.answers("intake_officer", "triage", desk.today, choice="accept")
    )
    await desk.accepted()
    assert not quick.done()
    desk.heard.set()
    await quick
    assert desk.handle is not None

    assert await desk.handle.result() == "opened"


async def test_who_answers_before_that_is_refused_what_the_text_does_not_bear(desk: Desk) -> None:
    desk.text = ComplaintText(respondents=())
    desk.heard.clear()
    await desk.runs(a_complaint(desk.today))
    quick = asyncio.create_task(
        desk.answers("intake_officer", "triage", desk.today, choice="accept")
    )
    await desk.accepted()
    desk.heard.set()
    with pytest.raises(Refused, match="no-respondent-named"):
        await quick
    await desk.answers(
        "intake_officer",
        "triage",
        desk.today,
        choice="refuse",
        reason_code="no_identifiable_respondent",
        reason="a",
    )
    assert desk.handle is not None

    assert await desk.handle.result() == "refused"


async def test_a_withdrawal_closes_nothing(desk: Desk) -> None:
    complaint = a_complaint(desk.today)
    await desk.runs(complaint)
    await desk.asked("triage")
    assert desk.handle is not None
    await desk.handle.signal("withdrawn", ToldFact(complaint_id=complaint.complaint_id))
    await desk.noted("withdrawn")
    await desk.answers(
        "intake_officer",
        "triage",
        desk.today,
        choice="refuse",
        reason_code="not_credible",
        reason="a",
    )

    assert await desk.handle.result() == "refused"


async def test_a_supplement_after_the_end_is_read_by_a_person(desk: Desk) -> None:
    await desk.runs(LateFact(complaint_id=uuid4(), supplement=1, jurisdiction="35.08"))
    await desk.answers("intake_officer", "late_supplement", desk.today, reason="a")
    assert desk.handle is not None

    assert await desk.handle.result() == "read"
