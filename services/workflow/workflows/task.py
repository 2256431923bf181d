"""A human task inside its workflow, and the one `answer` update of all three workflows.

`await self._ask(Form)` opens the task, waits for a lawful answer for as long as it takes, reminds
and escalates when its clock says so, and returns what the person answered. Silence never answers.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from services.contracts.law import Role
    from services.workflow.activities import orders
    from services.workflow.acts import Act, Actor, ActReceipt
    from services.workflow.failures import lawful_refusal, malformed, refusal
    from services.workflow.forms import form_of
    from services.workflow.forms.form import Form
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.rules.paper_dates import check_paper_date
    from services.workflow.rules.refusals import LawRefusal
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import Carried, Scope

F = TypeVar("F", bound=Form)
Guard = Callable[[Act, Any], None]
"""Raises `LawRefusal` or `refusal(...)`; pure: it must change nothing."""


@dataclass(frozen=True)
class Answer(Generic[F]):
    """What a person answered, already in the register."""

    form: F
    act: Act

    @property
    def happened_on(self) -> date:
        """The paper's date: legal clocks run from it."""
        return self.act.happened_on

    @property
    def person(self) -> Actor:
        """Who answered."""
        return self.act.person


@dataclass
class _Open:
    """A task that waits for its answer."""

    task_id: UUID
    form: type[Form]
    role: Role
    by_role: bool
    """The role was named when the task was asked; otherwise any role of the form may answer."""
    post_id: str | None
    holder_id: str | None
    not_before: tuple[date, str] | None
    guard: Guard | None
    effect: Callable[[Act, Any], "Effect"] | None
    also: tuple[Role, ...] = ()
    """Roles that may enter the paper of whoever was asked."""
    clock_id: UUID | None = None
    answering: UUID | None = None
    answer: Answer[Any] | None = None


@dataclass(frozen=True)
class Effect:
    """What an answer changes in the register in the same transaction as its act."""

    change: orders.RespondentChange | None = None
    case_change: orders.CaseChange | None = None
    profile: dict[str, Any] | None = None
    citation: str | None = None


@dataclass
class _Anytime:
    """What may be recorded without having been asked, while the workflow lives."""

    form: type[Form]
    guard: Guard | None
    taken: Callable[[Act, Any], Awaitable[None] | None]
    effect: Callable[[Act, Any], Effect] | None = None


@dataclass(eq=False)
class Procedure:
    """Base of the three workflows: tasks, clocks, acts at any time, the timeline."""

    scope: Scope
    _step: int = 0
    _rearms: int = 0
    _receipts: dict[UUID, ActReceipt] = field(default_factory=dict)
    _open: dict[UUID, _Open] = field(default_factory=dict)
    _anytime: dict[str, _Anytime] = field(default_factory=dict)
    _last: tuple[date, str] | None = None
    """Date and name of the last step on paper: the next one is not before it."""

    async def _ask(self, form: type[F], **asked: Any) -> Answer[F]:  # noqa: ANN401 -- see _ask_unless
        """Ask, and wait for the answer however long it takes."""
        answer = await self._ask_unless(lambda: False, form, **asked)
        if answer is None:
            raise AssertionError("a task without a condition ends by its answer only")
        return answer

    async def _ask_unless(
        self,
        withdrawn: Callable[[], bool],
        form: type[F],
        *,
        role: Role | None = None,
        also: tuple[Role, ...] = (),
        respondent: int | None = None,
        office_id: str | None = None,
        post_id: str | None = None,
        holder_id: str | None = None,
        anchor: date | None = None,
        due_on: date | None = None,
        deadline: str | None = None,
        not_before: tuple[date, str] | None = None,
        context: dict[str, Any] | None = None,
        guard: Guard | None = None,
        effect: Callable[[Act, Any], Effect] | None = None,
        withdrawn_because: str = "overtaken",
    ) -> Answer[F] | None:
        """Ask, until it is answered or `withdrawn()` holds (then None).

        `guard` refuses by the law, `effect` says what the answer changes in the same transaction;
        both get the act and the filled form. `also` may enter the paper of the role or post that
        was asked. `not_before` defaults to the last step on paper.
        """
        step = self._next_step()
        task = _Open(
            task_id=self._derived("task", step),
            form=form,
            role=role or form.roles[0],
            by_role=role is not None,
            post_id=post_id,
            holder_id=holder_id,
            not_before=not_before or self._last,
            guard=guard,
            effect=effect,
            also=also,
        )
        # Before the row is written: an answer may come as soon as the row can be read.
        self._open[task.task_id] = task
        opened = await calls.open_task(
            orders.TaskToOpen(
                scope=self.scope,
                step=step,
                task_id=task.task_id,
                kind=TaskKind(form.kind),
                role=task.role,
                respondent=respondent if respondent is not None else self.scope.respondent,
                office_id=office_id,
                post_id=post_id,
                holder_id=holder_id,
                deadline=deadline or form.deadline,
                anchor_on=anchor or (self._last[0] if self._last else None),
                due_on=due_on,
                context=context or {},
            )
        )
        task.clock_id = opened.clock_id
        await self._watched(
            opened.clock_id,
            lambda: task.answer is not None or (task.answering is None and withdrawn()),
        )
        self._open.pop(task.task_id, None)
        if task.answer is None:
            await calls.withdraw_task(
                orders.TaskToWithdraw(
                    scope=self.scope,
                    step=self._next_step(),
                    task_id=task.task_id,
                    reason=withdrawn_because,
                )
            )
        return cast("Answer[F] | None", task.answer)

    def _allow(
        self,
        form: type[F],
        taken: Callable[[Act, F], Awaitable[None] | None],
        *,
        guard: Guard | None = None,
        effect: Callable[[Act, Any], Effect] | None = None,
    ) -> None:
        """From now on this may be recorded at any time; `taken` runs after it is recorded."""
        self._anytime[form.kind] = _Anytime(form, guard, taken, effect)

    def _forbid(self, form: type[Form]) -> None:
        """It may no longer be recorded."""
        self._anytime.pop(form.kind, None)

    async def _start_clock(
        self,
        key: str,
        anchor: date,
        *,
        respondent: int | None = None,
        due_on: date | None = None,
        working_days: int | None = None,
    ) -> orders.RunningClock:
        """A period of the law that runs beside the tasks."""
        step = self._next_step()
        return await calls.start_clock(
            orders.ClockToStart(
                scope=self.scope,
                step=step,
                clock_id=self._derived("clock", step),
                key=key,
                anchor_on=anchor,
                respondent=respondent if respondent is not None else self.scope.respondent,
                due_on=due_on,
                working_days=working_days,
            )
        )

    async def _end_clock(
        self, clock: orders.RunningClock, state: orders.ClockState = orders.ClockState.MET
    ) -> None:
        """The clock never acts again."""
        await calls.end_clock(
            orders.ClockToEnd(
                scope=self.scope, step=self._next_step(), clock_id=clock.clock_id, state=state
            )
        )

    async def _lapses(self, clock: orders.RunningClock, unless: Callable[[], bool]) -> bool:
        """Waits until the last day has passed: True; False as soon as `unless()` holds."""
        return await self._watched(clock.clock_id, unless, until="lapsed")

    async def _comes(self, clock: orders.RunningClock, unless: Callable[[], bool]) -> bool:
        """Waits until the due date itself has come: True; False as soon as `unless()` holds."""
        return await self._watched(clock.clock_id, unless, until="reached")

    async def _note(
        self,
        kind: str,
        *,
        happened_on: date | None = None,
        respondent: int | None = None,
        **data: Any,  # noqa: ANN401 -- codes, ids, dates
    ) -> None:
        """A row of the timeline that no person's act made."""
        await calls.note(
            orders.Note(
                scope=self.scope,
                step=self._next_step(),
                kind=kind,
                happened_on=happened_on,
                respondent=respondent if respondent is not None else self.scope.respondent,
                data=data,
            )
        )

    async def _move(self, change: orders.RespondentChange, note: str | None = None) -> None:
        """A respondent moved on without a person's act; agencies are told by the event."""
        await calls.change_respondent(
            orders.RespondentToChange(
                scope=self.scope, step=self._next_step(), change=change, note=note
            )
        )

    async def _settle_handlers(self) -> None:
        """An update still running at the end would be abandoned: wait for it."""
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def answer(self, act: Act) -> ActReceipt:
        """A person's act: recorded before this returns; a repetition gets the first receipt."""
        if act.act_id in self._receipts:
            return self._receipts[act.act_id]
        task = self._open.get(act.task_id) if act.task_id else None
        anytime = None if task else self._anytime.get(act.kind)
        filled = _filled(task.form if task else cast("_Anytime", anytime).form, act)
        effect_of = task.effect if task else cast("_Anytime", anytime).effect
        effect = effect_of(act, filled) if effect_of else Effect()
        if task:
            task.answering = act.act_id
        try:
            receipt = await calls.record_act(
                orders.ActToRecord(
                    scope=self.scope,
                    step=self._next_step(),
                    act=act,
                    role=task.role if task else _acted_as(act.person, filled),
                    citation=effect.citation or filled.citation,
                    change=effect.change,
                    case_change=effect.case_change,
                    profile=effect.profile,
                )
            )
        finally:
            if task:
                task.answering = None
        self._receipts[act.act_id] = receipt
        if task:
            task.answer = Answer(filled, act)
            self._last = (act.happened_on, act.kind)
        else:
            following = cast("_Anytime", anytime).taken(act, filled)
            if following is not None:
                await following
        return receipt

    @answer.validator
    def _may_answer(self, act: Act) -> None:
        if act.act_id in self._receipts:
            return
        try:
            if act.task_id is None:
                self._check_anytime(act)
            else:
                self._check_task(act)
        except LawRefusal as law:
            raise lawful_refusal(law) from None
        except ValidationError as error:
            raise malformed(error) from None

    @workflow.signal
    def rearm(self) -> None:
        """The calendar or the legal clock changed: every clock is read again."""
        self._rearms += 1

    def _check_task(self, act: Act) -> None:
        task = self._open.get(cast("UUID", act.task_id))
        if task is None or task.answer is not None:
            raise refusal("task-not-open")
        if task.answering is not None:
            raise refusal("task-being-answered")
        if not _may(act.person, task):
            raise refusal("not-your-task", about="who", role=task.role)
        form = _filled(task.form, act)
        _check_dates(act, form, task.not_before)
        if task.guard:
            task.guard(act, form)

    def _check_anytime(self, act: Act) -> None:
        allowed = self._anytime.get(act.kind)
        if allowed is None:
            self._refuse_unasked(act)
            raise refusal("not-now", kind=act.kind)
        if not set(act.person.roles) & set(allowed.form.roles):
            raise refusal("not-your-act", about="who", kind=act.kind)
        form = _filled(allowed.form, act)
        _check_dates(act, form, None)
        if allowed.guard:
            allowed.guard(act, form)

    def _refuse_unasked(self, act: Act) -> None:
        """A workflow may say here why an act outside its task is against the law."""

    async def _watched(
        self, clock_id: UUID | None, done: Callable[[], bool], until: str = ""
    ) -> bool:
        """Waits for `done()`, reading the clock whenever it may say something new."""
        while not done():
            seen, wait = self._rearms, None
            if clock_id is not None:
                reading = await calls.read_clock(
                    orders.ClockToRead(scope=self.scope, clock_id=clock_id)
                )
                if until and getattr(reading, until) and not done():
                    return True
                wait = reading.wait_seconds
            try:
                await workflow.wait_condition(
                    lambda seen=seen: done() or self._rearms != seen,  # type: ignore[misc]
                    timeout=None if wait is None else timedelta(seconds=max(wait, 1)),
                )
            except TimeoutError:
                continue
        return False

    def _next_step(self) -> int:
        self._step += 1
        return self._step

    def _derived(self, what: str, step: int) -> UUID:
        return uuid5(NAMESPACE_URL, f"netral:{self.scope.workflow_id}/{what}/{step}")

    def _carry(self) -> Carried:
        last_on, last_step = self._last or (None, "")
        return Carried(
            step=self._step, receipts=dict(self._receipts), last_on=last_on, last_step=last_step
        )

    def _resume(self, carried: Carried) -> None:
        self._step = carried.step
        self._receipts = dict(carried.receipts)
        if carried.last_on:
            self._last = (carried.last_on, carried.last_step)


def _filled(form: type[Form], act: Act) -> Form:
    return form.model_validate(act.answer)


def _may(person: Actor, task: _Open) -> bool:
    """Who may answer: the named holder or post, else the asked role (or the form's roles)."""
    if task.holder_id is not None and person.id == task.holder_id:
        return True
    if set(task.also) & set(person.roles):
        return True
    if task.post_id is not None:
        return task.post_id in person.posts
    wanted = {task.role} if task.by_role else {task.role, *task.form.roles}
    return bool(wanted & set(person.roles))


def _acted_as(person: Actor, form: Form) -> Role | None:
    return next((role for role in form.roles if role in person.roles), None)


def _check_dates(act: Act, form: Form, not_before: tuple[date, str] | None) -> None:
    floor, step = not_before or (None, "")
    for day in (act.happened_on, *form.papers().values()):
        check_paper_date(day, today=act.facts.today, not_before=floor, step=step)


__all__ = ["Answer", "Effect", "Guard", "Procedure", "form_of"]
