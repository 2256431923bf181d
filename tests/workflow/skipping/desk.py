"""The office for a complaint and a case: more activities by hand, and a day that the server says.

The legal clock of this office is the server's own time, which a time-skipping server lets pass: so
a wait of thirty days is a wait of thirty days, and the test does not wait for it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from temporalio import activity
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.testing import WorkflowEnvironment

from services.contracts.law import AgencyKind, Category, ComplaintKind, Role
from services.kit.errors import Unavailable
from services.workflow.activities import orders
from services.workflow.activities.judging import judge_findings
from services.workflow.acts import Actor, Facts
from services.workflow.workflows.state import (
    ComplaintText,
    LateFact,
    NamedRespondent,
    OpenedCase,
    ReceivedComplaint,
    RoutedBelow,
)
from tests.workflow.tracks.office import Office, a_person


class Desk(Office):
    """Complaint and case activities, kept in memory."""

    def __init__(self, today: date) -> None:
        people: dict[str, Actor] = {
            role.value: a_person(f"person-{role.value}", role)
            for role in (Role.INTAKE_OFFICER, Role.INSPECTOR, Role.AUDITOR, Role.SUBSTITUTE)
        }
        super().__init__(today=today, posts=(), people=people)
        self.text: ComplaintText | None = ComplaintText(
            respondents=(NamedRespondent(respondent=0, category=Category.PNS),)
        )
        self.heard = asyncio.Event()
        """Whether a complaint that was taken in hears of it."""
        self.heard.set()
        self.moved: list[orders.ComplaintToMove] = []
        self.settled: list[orders.ComplaintToSettle] = []
        self.opened: list[orders.CaseToOpen] = []
        self.started: list[orders.WorkflowToStart] = []
        self.tracks: list[orders.TrackToStart] = []
        self.case_moves: list[orders.CaseToChange] = []
        self.closed: list[orders.CaseToClose] = []
        self.read_on: list[date] = []
        self.late: list[int] = []
        """Respondents who joined in the register and of whom the case has not heard yet."""
        self.runs: Callable[[OpenedCase | ReceivedComplaint | LateFact], Awaitable[None]]

    def facts(self) -> Facts:
        roles = {actor.id: actor.roles for actor in self.people.values()}
        return super().facts().model_copy(update={"holders_roles": roles})

    async def passes(self, environment: WorkflowEnvironment, days: int) -> None:
        """So many days go by, one by one: each is a call of its own, with its own bound."""
        for _ in range(days):
            await skip(environment, timedelta(days=1))
        self.today = (await environment.get_current_time()).date()

    async def accepted(self) -> None:
        """An act has reached the workflow and was not turned away."""
        for _ in range(200):
            assert self.handle is not None
            events = (await self.handle.fetch_history()).events
            if any(
                e.HasField("workflow_execution_update_accepted_event_attributes") for e in events
            ):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("no act was accepted")

    def activities(self) -> list[Any]:
        return [
            *super().activities(),
            judge_findings,
            self.fetch_content,
            self.take_in,
            self.move_complaint,
            self.settle_complaint,
            self.open_case,
            self.start_workflow,
            self.start_track,
            self.change_case,
            self.close_case,
            self.extend_clock,
        ]

    @activity.defn
    async def read_clock(self, order: orders.ClockToRead) -> orders.ClockReading:
        _, due, state = self.clocks[order.clock_id]
        now = activity.info().started_time
        self.today = now.date()
        self.read_on.append(self.today)
        next_day = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        return orders.ClockReading(
            clock_id=order.clock_id,
            state=state,
            due_on=due,
            today=self.today,
            lapsed=self.today > due,
            reached=self.today >= due,
            wait_seconds=(next_day - now).total_seconds() + 1,
        )

    @activity.defn
    async def fetch_content(self, order: orders.ContentToFetch) -> ComplaintText:
        if self.text is None:
            raise Unavailable("intake-unavailable")
        return self.text

    @activity.defn
    async def take_in(self, order: orders.ComplaintToTakeIn) -> orders.TakenIn:
        if self.text is None and activity.info().attempt < 3:
            raise Unavailable("intake-unavailable")
        opened = await self.open_task(order.task)
        await self.heard.wait()
        return orders.TakenIn(text=self.text, opened=opened)

    @activity.defn
    async def move_complaint(self, order: orders.ComplaintToMove) -> None:
        self.moved.append(order)

    @activity.defn
    async def settle_complaint(self, order: orders.ComplaintToSettle) -> None:
        self.settled.append(order)

    @activity.defn
    async def open_case(self, order: orders.CaseToOpen) -> OpenedCase:
        self.opened.append(order)
        return a_case(self.today, below=order.below)

    @activity.defn
    async def start_workflow(self, order: orders.WorkflowToStart) -> None:
        self.started.append(order)

    @activity.defn
    async def start_track(self, order: orders.TrackToStart) -> None:
        self.tracks.append(order)

    @activity.defn
    async def change_case(self, order: orders.CaseToChange) -> None:
        self.case_moves.append(order)

    @activity.defn
    async def close_case(self, order: orders.CaseToClose) -> orders.CaseClosing:
        if set(self.late) - set(order.known):
            return orders.CaseClosing(closed=False)
        self.closed.append(order)
        return orders.CaseClosing(closed=True)

    @activity.defn
    async def extend_clock(self, order: orders.ClockToExtend) -> orders.RunningClock:
        started, due, state = self.clocks[order.clock_id]
        due += timedelta(days=order.working_days or 0)
        self.clocks[order.clock_id] = (started, due, state)
        return orders.RunningClock(clock_id=order.clock_id, due_on=due)


async def skip(environment: WorkflowEnvironment, duration: timedelta) -> None:
    """So much time goes by.

    `environment.sleep` allows ten seconds of real time, which the work of one skipped day outlasts
    on a busy machine.
    """
    asked = SleepRequest()
    asked.duration.FromTimedelta(duration)
    await environment.client.test_service.unlock_time_skipping_with_sleep(
        asked, timeout=timedelta(minutes=3)
    )


def a_complaint(today: date, *, respondents: int = 1) -> ReceivedComplaint:
    return ReceivedComplaint(
        complaint_id=uuid4(),
        jurisdiction="35.08",
        agency_id="bawaslu-3508",
        agency_kind=AgencyKind.BAWASLU,
        kind=ComplaintKind.REPORT,
        received_on=today,
        received_at=datetime.combine(today, time(), UTC),
        respondents=respondents,
        by_one_step=True,
    )


def a_case(
    today: date,
    *categories: Category,
    below: RoutedBelow | None = None,
    carried: dict[str, Any] | None = None,
) -> OpenedCase:
    return OpenedCase(
        case_id=uuid4(),
        case_number="35.08/2026/0001",
        jurisdiction="35.08",
        opened_on=today,
        complaint_id=uuid4(),
        kind=ComplaintKind.REPORT,
        respondents=tuple(
            NamedRespondent(respondent=n, category=category)
            for n, category in enumerate(categories or (Category.PNS,), start=1)
        ),
        election_id="pilkada-2024-3508",
        below=below,
        carried=carried,
    )
