"""A human task inside its workflow, and the one `answer` update of all three workflows.

`await self._ask(Form)` opens the task, waits for a lawful answer for as long as it takes, reminds
and escalates when its clock says so, and returns what the person answered. Silence never answers.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from services.contracts.law import Role
    from services.workflow.activities import orders
    from services.workflow.acts import Act, ActReceipt
    from services.workflow.failures import lawful_refusal, malformed, refusal, refused_by
    from services.workflow.forms.form import Form
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.rules.refusals import LawRefusal
    from services.workflow.rules.substitution import taking_part
    from services.workflow.workflows import calls
    from services.workflow.workflows.asked import (
        Answer,
        Anytime,
        Effect,
        F,
        Guard,
        OpenTask,
        acted_as,
        asked_role,
        check_dates,
        filled,
        may_answer,
        wanted_of,
    )
    from services.workflow.workflows.clockwork import Clockwork
    from services.workflow.workflows.state import Carried

__all__ = ["Answer", "Effect", "Guard", "Procedure"]


@dataclass(eq=False)
class Procedure(Clockwork):
    """Base of the three workflows: tasks, and acts that may be recorded at any time."""

    _receipts: dict[UUID, ActReceipt] = field(default_factory=dict)
    _open: dict[UUID, OpenTask] = field(default_factory=dict)
    _anytime: dict[str, Anytime] = field(default_factory=dict)
    _under_way: dict[UUID, str] = field(default_factory=dict)
    """Acts outside a task that were accepted and whose row is being written, by their kind."""
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
        opening: Callable[[orders.TaskToOpen], Awaitable[orders.OpenedTask]] = calls.open_task,
    ) -> Answer[F] | None:
        """Ask, until it is answered or `withdrawn()` holds (then None).

        `guard` refuses by the law, `effect` says what the answer changes in the same transaction;
        both get the act and the filled form. `also` may enter the paper of the role or post that
        was asked. `not_before` defaults to the last step on paper. `opening` is the step by which
        the task comes into the register.
        """
        step = self._next_step()
        task = OpenTask(
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
        rearms = self._rearms
        opened = await opening(
            orders.TaskToOpen(
                scope=self.scope,
                step=step,
                task_id=task.task_id,
                kind=TaskKind(form.kind),
                role=task.role,
                roles=() if post_id or holder_id else wanted_of(task),
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
            # As good as read now, unless the clock was advanced since the task was ordered.
            first=opened.reading if self._rearms == rearms else None,
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
        self._anytime[form.kind] = Anytime(form, guard, taken, effect)

    def _forbid(self, form: type[Form]) -> None:
        """It may no longer be recorded."""
        self._anytime.pop(form.kind, None)

    @workflow.update
    async def answer(self, act: Act) -> ActReceipt:
        """A person's act: recorded before this returns; a repetition gets the first receipt."""
        if act.act_id in self._receipts:
            return self._receipts[act.act_id]
        task = self._open.get(act.task_id) if act.task_id else None
        anytime = None if task else self._anytime.get(act.kind)
        given = filled(task.form if task else cast("Anytime", anytime).form, act)
        effect_of = task.effect if task else cast("Anytime", anytime).effect
        effect = effect_of(act, given) if effect_of else Effect()
        if task:
            task.answering = act.act_id
        else:
            self._under_way[act.act_id] = act.kind
        try:
            await self._its_turn(act)
            receipt = await calls.record_act(
                orders.ActToRecord(
                    scope=self.scope,
                    step=self._next_step(),
                    act=act,
                    role=asked_role(task, outside=act.facts.about_inspectorate)
                    if task
                    else acted_as(act.person, given),
                    citation=effect.citation or given.citation,
                    change=effect.change,
                    case_change=effect.case_change,
                    profile=effect.profile,
                    punished=effect.punished,
                    settled=effect.settled,
                    about_inspectorate=effect.about_inspectorate,
                )
            )
        except ActivityError as failed:
            # Seen only in the register's own transaction: refused, and still to be answered.
            raise refused_by(failed) from failed
        finally:
            # What was taken is taken in the same breath: nobody waits in between.
            self._under_way.pop(act.act_id, None)
            if task:
                task.answering = None
        self._receipts[act.act_id] = receipt
        if task:
            task.answer = Answer(given, act)
            self._last = (act.happened_on, act.kind)
        else:
            following = cast("Anytime", anytime).taken(act, given)
            if following is not None:
                await following
        return receipt

    async def _its_turn(self, act: Act) -> None:
        """A workflow may let an act wait here for what it is writing itself."""

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

    def _check_task(self, act: Act) -> None:
        task = self._open.get(cast("UUID", act.task_id))
        if task is None or task.answer is not None:
            raise refusal("task-not-open")
        if task.answering is not None:
            raise refusal("task-being-answered")
        outside = act.facts.about_inspectorate
        if not may_answer(act.person, task, outside=outside):
            role = asked_role(task, outside=outside)
            raise refusal("not-your-task", about="who", role=role)
        form = filled(task.form, act)
        check_dates(act, form, task.not_before)
        if task.guard:
            task.guard(act, form)

    def _check_anytime(self, act: Act) -> None:
        allowed = self._anytime.get(act.kind)
        if allowed is None:
            self._refuse_unasked(act)
            raise refusal("not-now", kind=act.kind)
        if not set(act.person.roles) & set(self._here(allowed.form.roles, act)):
            raise refusal("not-your-act", about="who", kind=act.kind)
        form = filled(allowed.form, act)
        check_dates(act, form, None)
        if allowed.guard:
            allowed.guard(act, form)

    def _here(self, roles: tuple[Role, ...], act: Act) -> tuple[Role, ...]:
        outside = self._about_inspectorate or act.facts.about_inspectorate
        return taking_part(roles, outside=outside)

    @property
    def _about_inspectorate(self) -> bool:
        """Whether it is about the Inspektorat's own people."""
        return False

    def _refuse_unasked(self, act: Act) -> None:
        """A workflow may say here why an act outside its task is against the law."""

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
