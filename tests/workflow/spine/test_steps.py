"""Every step may be tried again at any moment: it is written once, and never out of order."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.law import Outcome, Role, Stage
from services.kit import instants
from services.workflow.activities import orders
from services.workflow.activities.recording import Recording
from services.workflow.activities.settling import Settling
from services.workflow.activities.watching import Watching
from services.workflow.acts import Act, Actor, Facts
from services.workflow.forms.kinds import TaskKind
from services.workflow.rules.stages import Point
from services.workflow.workflows.state import OpenedCase, Scope
from tests.workflow.spine.house import House, a_respondent

TODAY = date(2024, 10, 8)


async def a_scope(house: House) -> Scope:
    """A complaint whose text is here, and nothing that works on it."""
    complaint_id = await house.receives(a_respondent("198001012005011001"), start=False)
    async with house.database.transaction() as conn:
        text = house.intake.texts[complaint_id]
        await house.contents.keep(conn, text, datetime.now(UTC))
    return Scope(
        workflow_id=f"complaint/{complaint_id}", jurisdiction="35.08", complaint_id=complaint_id
    )


async def an_opened_case(house: House, settling: Settling) -> tuple[Scope, OpenedCase]:
    scope = await a_scope(house)
    opened = await settling.open_case(to_open(scope))
    case = Scope(workflow_id=f"case/{opened.case_id}", jurisdiction="35.08", case_id=opened.case_id)
    return case, opened


def to_open(scope: Scope) -> orders.CaseToOpen:
    assert scope.complaint_id is not None
    return orders.CaseToOpen(
        scope=scope,
        step=7,
        complaint_id=scope.complaint_id,
        case_id=uuid4(),
        opened_on=TODAY,
    )


@pytest.fixture
def recording(house: House) -> Recording:
    return Recording(house.database, house.clocks, house.sealer)


@pytest.fixture
def settling(house: House) -> Settling:
    return Settling(house.database, house.clocks, house.contents)


async def test_a_case_is_opened_once_however_often_and_at_once_it_is_tried(
    house: House, settling: Settling
) -> None:
    order = to_open(await a_scope(house))
    answers = await asyncio.gather(*(settling.open_case(order) for _ in range(5)))
    events = await house.events(order.case_id)

    assert {answer.case_number for answer in answers} == {answers[0].case_number}
    assert [event["type"] for event in events] == ["netral.case.opened"]


async def test_a_crash_before_the_commit_leaves_nothing(house: House, settling: Settling) -> None:
    order = to_open(await a_scope(house))

    class Crash(Exception):
        pass

    async def dies(name: str) -> None:
        if name == "workflow.step_before_commit":
            raise Crash

    before = await house.row("select last from workflow.counter")
    instants.replace(dies)
    try:
        with pytest.raises(Crash):
            await settling.open_case(order)
    finally:
        instants.replace(_nothing)
    after = await house.row("select last from workflow.counter")
    opened = await settling.open_case(order)

    assert before == after
    assert not await house.rows(
        "select 1 from workflow.cases where case_id = $1 having count(*) <> 1", order.case_id
    )
    assert opened.case_id == order.case_id


async def test_an_older_step_never_overwrites_a_newer_one(
    house: House, recording: Recording, settling: Settling
) -> None:
    case, _ = await an_opened_case(house, settling)

    def to(step: int, point: Point) -> orders.CaseToChange:
        return orders.CaseToChange(scope=case, step=step, change=orders.CaseChange(point=point))

    await recording.change_case(to(5, Point.INVESTIGATION))
    await recording.change_case(to(4, Point.REVIEW))
    row = await house.row("select stage from workflow.cases where case_id = $1", case.case_id)

    assert row == {"stage": Stage.UNDER_INVESTIGATION}


async def test_an_agency_is_told_outcome_and_sanction_only_once_they_stand(
    house: House, recording: Recording, settling: Settling
) -> None:
    case, opened = await an_opened_case(house, settling)

    async def moves(step: int, change: orders.RespondentChange) -> dict[str, Any]:
        await recording.change_respondent(
            orders.RespondentToChange(scope=case, step=step, change=change)
        )
        view: dict[str, Any] = (await house.events(opened.case_id))[-1]["data"]
        return view

    decided = await moves(
        1,
        orders.RespondentChange(
            n=1,
            point=Point.SERVE,
            outcome=Outcome.SANCTIONED,
            degree="heavy",
            sanction="pns.heavy.demotion",
        ),
    )
    assert decided["stage"] == "decided"
    assert decided["complaints"][0]["respondents"][0] == {
        "respondent": 0,
        "outcome": None,
        "degree": None,
        "sanction": None,
    }
    effective = await moves(2, orders.RespondentChange(n=1, point=Point.RECORD))
    assert effective["stage"] == "in_effect"
    assert effective["complaints"][0]["respondents"][0]["sanction"] == "pns.heavy.demotion"


async def test_an_act_and_its_task_and_its_clock_are_one_step(
    house: House, recording: Recording
) -> None:
    scope = await a_scope(house)
    task_id = uuid4()
    asked = orders.TaskToOpen(
        scope=scope,
        step=1,
        task_id=task_id,
        kind=TaskKind.TRIAGE,
        role=Role.INTAKE_OFFICER,
        deadline="INTAKE_FORWARD",
        anchor_on=TODAY,
    )
    assert await recording.open_task(asked) == await recording.open_task(asked)
    order = orders.ActToRecord(scope=scope, step=2, act=an_act(task_id))
    receipts = await asyncio.gather(*(recording.record_act(order) for _ in range(3)))
    acts = await house.rows("select 1 from workflow.act where task_id = $1", task_id)
    task = await house.row("select state from workflow.task where task_id = $1", task_id)
    clock = await house.row("select state from workflow.clock where task_id = $1", task_id)

    assert receipts[0] == receipts[1] == receipts[2]
    assert len(acts) == 1
    assert task == {"state": "answered"}
    assert clock == {"state": "met"}


async def test_a_clock_that_ended_never_reminds_again(house: House) -> None:
    watching = Watching(house.database, house.clocks)
    scope = await a_scope(house)
    clock_id = uuid4()
    await watching.start_clock(
        orders.ClockToStart(
            scope=scope, step=1, clock_id=clock_id, key="INTAKE_FORWARD", anchor_on=date(2024, 9, 2)
        )
    )
    state = orders.ClockState.MET
    await watching.end_clock(orders.ClockToEnd(scope=scope, step=2, clock_id=clock_id, state=state))
    reading = await watching.read_clock(orders.ClockToRead(scope=scope, clock_id=clock_id))
    noted = await house.rows(
        "select kind from workflow.act where workflow_id = $1", scope.workflow_id
    )

    assert reading.state is orders.ClockState.MET
    assert not reading.lapsed
    assert not noted


def an_act(task_id: UUID) -> Act:
    return Act(
        act_id=uuid4(),
        task_id=task_id,
        kind=TaskKind.TRIAGE,
        person=Actor(id="intake-officer-3508", jurisdiction="35.08"),
        happened_on=TODAY,
        recorded_at=datetime(2024, 10, 8, 4, tzinfo=UTC),
        answer={"choice": "accept"},
        facts=Facts(today=TODAY),
    )


async def _nothing(name: str) -> None:
    del name
