"""A register made by hand for one track: what the activities promise, kept in memory.

The legal clock stands until a test moves it, as in a sandbox; a clock's date is counted by the
rules and the real holiday table. The register's own tests hold the real activities to the same.
"""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.client import WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from services.contracts.law import Role
from services.kit.errors import Failure
from services.workflow.activities import orders
from services.workflow.activities.keeping import keep_dossier
from services.workflow.acts import Act, Actor, ActReceipt, Facts
from services.workflow.failures import as_failure
from services.workflow.rules.book import Rulebook
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.posts import Post
from services.workflow.rules.repetition import EarlierSanction
from services.workflow.rules.same_act import Punished
from services.workflow.rules.stages import Point
from tests.workflow.tracks.days import COVERED, calendar, holidays

PATIENCE = 10.0
AROUND = timedelta(days=200)


class Office:
    """The activities by hand, and the hands that answer: one respondent at a time."""

    def __init__(self, *, today: date, posts: tuple[Post, ...], people: dict[str, Actor]) -> None:
        self.today = today
        self.posts = posts
        self.people = people
        self.overlays: tuple[Overlay, ...] = ()
        self.recused: tuple[str, ...] = ()
        self.earlier: tuple[EarlierSanction, ...] = ()
        self.punished: tuple[Punished, ...] = ()
        self.refuses: ApplicationError | None = None
        self.hanging: asyncio.Event | None = None
        self.waiting: list[str] = []
        self.late_effect: asyncio.Event | None = None
        self.about_inspectorate = False
        self.tasks: dict[UUID, orders.TaskToOpen] = {}
        self.clocks: dict[UUID, tuple[orders.ClockToStart | None, date, orders.ClockState]] = {}
        self.acts: list[orders.ActToRecord] = []
        self.notes: list[tuple[str, date | None, dict[str, Any]]] = []
        self.changes: list[orders.RespondentChange] = []
        self.told: list[orders.WorkflowToTell] = []
        self.handle: WorkflowHandle[Any, Any] | None = None
        self._book = Rulebook.load()

    # -- what a test says and reads ------------------------------------------------------------

    def facts(self) -> Facts:
        return Facts(
            today=self.today,
            calendar_version=1,
            non_working={
                day: name for day, name in holidays().items() if abs(day - self.today) < AROUND
            },
            covers_until=COVERED,
            posts=self.posts,
            holders_roles={one.id: one.roles for one in self.people.values()},
            overlays=self.overlays,
            recused=self.recused,
            earlier=self.earlier,
            punished=self.punished,
            about_inspectorate=self.about_inspectorate,
        )

    async def asked(self, kind: str) -> orders.TaskToOpen:
        """The open task of that kind, as soon as it is there."""
        await self.until(lambda: any(task.kind == kind for task in self.tasks.values()), kind)
        return next(task for task in self.tasks.values() if task.kind == kind)

    async def answers(
        self, who: str, kind: str, on: date, *, act_id: UUID | None = None, **answer: Any
    ) -> ActReceipt:
        """Somebody answers the open task of that kind, with a paper of that day."""
        task = await self.asked(kind)
        return await self._send(who, kind, on, answer, task_id=task.task_id, act_id=act_id)

    async def records(self, who: str, kind: str, on: date, **answer: Any) -> ActReceipt:
        """Somebody acts without having been asked."""
        return await self._send(who, kind, on, answer)

    def cited(self, kind: str) -> str:
        """On what the last recorded act of that kind rests."""
        return next(str(done.citation) for done in reversed(self.acts) if done.act.kind == kind)

    async def moves_to(self, day: date) -> None:
        """The legal clock goes on, and every clock is read again."""
        self.today = day
        assert self.handle is not None
        await self.handle.signal("rearm")

    async def until(self, holds: Any, what: str = "") -> None:
        """Waits for a condition, with a bound."""
        for _ in range(int(PATIENCE / 0.02)):
            if holds():
                return
            await asyncio.sleep(0.02)
        waiting = sorted(task.kind for task in self.tasks.values())
        raise AssertionError(f"never came: {what}; asked now: {waiting}; at {self.point}")

    async def reaches(self, point: Point) -> orders.RespondentChange:
        await self.until(lambda: self.point is point, f"point {point}")
        return self.changes[-1]

    async def due(self, key: str, state: orders.ClockState | None = None) -> date:
        """The due date of the last clock of that key, once it stands so."""

        def found() -> list[date]:
            return [
                due
                for started, due, now in self.clocks.values()
                if started is not None and started.key == key and state in {None, now}
            ]

        await self.until(found, f"clock {key} {state}")
        return found()[-1]

    async def noted(self, kind: str) -> tuple[date | None, dict[str, Any]]:
        await self.until(lambda: any(note[0] == kind for note in self.notes), f"note {kind}")
        return next((on, data) for name, on, data in self.notes if name == kind)

    @property
    def point(self) -> Point | None:
        return self.changes[-1].point if self.changes else None

    def signals(self, name: str) -> list[dict[str, Any]]:
        return [told.argument or {} for told in self.told if told.signal == name]

    async def _send(
        self,
        who: str,
        kind: str,
        on: date,
        answer: dict[str, Any],
        *,
        task_id: UUID | None = None,
        act_id: UUID | None = None,
    ) -> ActReceipt:
        act = Act(
            act_id=act_id or uuid4(),
            task_id=task_id,
            kind=kind,
            person=self.people[who],
            happened_on=on,
            recorded_at=datetime.combine(self.today, time(3), UTC),
            answer=_plain(answer),
            facts=self.facts(),
        )
        assert self.handle is not None
        try:
            receipt: ActReceipt = await self.handle.execute_update(
                "answer", act, id=str(act.act_id), result_type=ActReceipt
            )
        except WorkflowUpdateFailedError as error:
            raise _said(error) from error
        return receipt

    # -- the activities ------------------------------------------------------------------------

    def activities(self) -> list[Any]:
        return [
            self.open_task,
            self.withdraw_task,
            self.record_act,
            self.note,
            self.start_clock,
            self.end_clock,
            self.read_clock,
            self.change_respondent,
            self.tell_workflow,
            keep_dossier,
        ]

    @activity.defn
    async def open_task(self, order: orders.TaskToOpen) -> orders.OpenedTask:
        due = order.due_on
        if due is None and order.deadline is not None:
            rule = self._book.find_deadline(order.deadline, order.anchor_on or self.today)
            due = rule.due(order.anchor_on or self.today, calendar())
        if due is not None:
            self.clocks[order.task_id] = (None, due, orders.ClockState.RUNNING)
        self.tasks[order.task_id] = order
        clock_id = order.task_id if due is not None else None
        return orders.OpenedTask(task_id=order.task_id, due_on=due, clock_id=clock_id)

    @activity.defn
    async def withdraw_task(self, order: orders.TaskToWithdraw) -> None:
        self.tasks.pop(order.task_id, None)
        self.notes.append(("task_withdrawn", None, {"reason": order.reason}))

    @activity.defn
    async def record_act(self, order: orders.ActToRecord) -> ActReceipt:
        if self.hanging is not None:
            self.waiting.append(order.act.kind)
            await self.hanging.wait()
        if self.refuses is not None:
            raise self.refuses
        self.acts.append(order)
        self.about_inspectorate = self.about_inspectorate or order.about_inspectorate
        if order.change:
            self.changes.append(order.change)
        if order.act.task_id:
            self.tasks.pop(order.act.task_id, None)
        return ActReceipt(
            act_id=order.act.act_id,
            task_id=order.act.task_id,
            kind=order.act.kind,
            stage=order.change.stage if order.change else None,
            happened_on=order.act.happened_on,
            recorded_at=order.act.recorded_at,
        )

    @activity.defn
    async def note(self, order: orders.Note) -> None:
        self.notes.append((order.kind, order.happened_on, order.data))

    @activity.defn
    async def start_clock(self, order: orders.ClockToStart) -> orders.RunningClock:
        rule = self._book.find_deadline(order.key, order.anchor_on)
        due = order.due_on or rule.due(order.anchor_on, calendar())
        self.clocks[order.clock_id] = (order, due, orders.ClockState.RUNNING)
        return orders.RunningClock(clock_id=order.clock_id, due_on=due)

    @activity.defn
    async def end_clock(self, order: orders.ClockToEnd) -> None:
        started, due, _ = self.clocks[order.clock_id]
        self.clocks[order.clock_id] = (started, due, order.state)

    @activity.defn
    async def read_clock(self, order: orders.ClockToRead) -> orders.ClockReading:
        _, due, state = self.clocks[order.clock_id]
        return orders.ClockReading(
            clock_id=order.clock_id,
            state=state,
            due_on=due,
            today=self.today,
            lapsed=self.today > due,
            reached=self.today >= due,
            wait_seconds=None,
        )

    @activity.defn
    async def change_respondent(self, order: orders.RespondentToChange) -> None:
        if order.note == "decision_in_effect" and self.late_effect is not None:
            self.waiting.append(order.note)
            await self.late_effect.wait()
        self.changes.append(order.change)
        if order.note:
            self.notes.append((order.note, order.change.effective_on, order.data))

    @activity.defn
    async def tell_workflow(self, order: orders.WorkflowToTell) -> None:
        self.told.append(order)


def a_person(name: str, *roles: Role, posts: tuple[str, ...] = ()) -> Actor:
    return Actor(id=name, roles=roles, jurisdiction="35.08", posts=posts)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _said(error: WorkflowUpdateFailedError) -> Exception:
    """The failure as the edge would see it; a bug stays what it is."""
    failure: Failure | None = None
    if isinstance(error.cause, ApplicationError):
        failure = as_failure(error.cause)
    return failure or error
