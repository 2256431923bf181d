"""Steps of the procedure as activities: register rows and the event in one transaction."""

import json

from temporalio import activity

from services.contracts.events import CaseClosed
from services.contracts.law import Stage
from services.kit.database import Connection, Database
from services.kit.sealing import Sealer
from services.workflow.activities import orders
from services.workflow.acts import ActReceipt
from services.workflow.clocks import Clocks
from services.workflow.forms.kinds import TaskKind
from services.workflow.register import moving, settling, tasks, timeline
from services.workflow.register.addressing import asked_of_his_office
from services.workflow.register.earlier import shown_with_earlier
from services.workflow.register.points import ASKED_POINTS, POINT_OF
from services.workflow.register.punished import forget, punish
from services.workflow.register.steps import once
from services.workflow.register.substituting import asked_outside, hand_to_substitute
from services.workflow.register.telling import tell_case
from services.workflow.rules.stages import Point


class Recording:
    """Everything that workflows write; each step once."""

    def __init__(self, database: Database, clocks: Clocks, sealer: Sealer) -> None:
        self._database = database
        self._clocks = clocks
        self._sealer = sealer

    @activity.defn(name="open_task")
    async def open_task(self, order: orders.TaskToOpen) -> orders.OpenedTask:
        """The task with its clock; the matter moves to the point that the task stands for."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return orders.OpenedTask.model_validate(step.before)
            conn, scope = step.conn, order.scope
            order = await asked_of_his_office(conn, await asked_outside(conn, order))
            today = await self._clocks.today(scope.jurisdiction)
            due, clock_id = order.due_on, None
            if order.deadline is not None:
                clock_id = order.task_id
                due = await self._clocks.start(
                    conn,
                    scope,
                    clock_id,
                    order.deadline,
                    order.anchor_on or today,
                    respondent=order.respondent,
                    task_id=order.task_id,
                    fixed_on=order.due_on,
                )
            now = await self._clocks.now()
            seen = await shown_with_earlier(conn, order)
            await tasks.open_task(conn, seen, now, today, due, clock_id)
            reading = await self._clocks.read(conn, scope, clock_id) if clock_id else None
            opened = orders.OpenedTask(
                task_id=order.task_id,
                due_on=due,
                clock_id=clock_id,
                reading=reading,
                role=order.role,
            )
            await self._move_to(conn, order, opened)
            step.result = opened
        return opened

    async def _move_to(
        self, conn: Connection, order: orders.TaskToOpen, opened: orders.OpenedTask
    ) -> None:
        point = POINT_OF[order.kind]
        scope, now = order.scope, await self._clocks.now()
        if point is None:
            return
        if scope.case_id is not None and order.respondent is not None:
            change = orders.RespondentChange(
                n=order.respondent, point=point, expected_on=opened.due_on, acting_role=order.role
            )
            await moving.move_respondent(
                conn, scope.case_id, scope.workflow_id, order.step, change, now
            )
        elif scope.case_id is not None:
            case_change = orders.CaseChange(
                point=point, expected_on=opened.due_on, acting_role=order.role
            )
            await moving.move_case(conn, scope.case_id, order.step, case_change, now)
        elif scope.complaint_id is not None:
            await moving.move_complaint(
                conn, scope.complaint_id, order.step, point, now, expected_on=opened.due_on
            )

    @activity.defn(name="withdraw_task")
    async def withdraw_task(self, order: orders.TaskToWithdraw) -> None:
        """The task is no longer asked."""
        async with once(self._database, order) as step:
            if not step.written:
                await tasks.withdraw_task(step.conn, order.task_id, order.reason)

    @activity.defn(name="record_act")
    async def record_act(self, order: orders.ActToRecord) -> ActReceipt:
        """The act, its task, what it changes, and the event."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return ActReceipt.model_validate(step.before)
            conn, act, scope = step.conn, order.act, order.scope
            await _punish_once(conn, order)
            if order.about_inspectorate and scope.case_id is not None:
                await hand_to_substitute(conn, scope.case_id, act.person.id, act.recorded_at)
            if act.task_id is not None:
                await tasks.answer_task(conn, act.task_id, act)
            if order.case_change is not None and scope.case_id is not None:
                await moving.move_case(
                    conn, scope.case_id, order.step, order.case_change, act.recorded_at
                )
            if order.change is not None and scope.case_id is not None:
                await moving.move_respondent(
                    conn,
                    scope.case_id,
                    scope.workflow_id,
                    order.step,
                    order.change,
                    act.recorded_at,
                    tell=order.change.point not in ASKED_POINTS,
                )
            if order.settled is not None and scope.complaint_id is not None:
                ends = order.settled
                await settling.settle(
                    conn, scope.complaint_id, ends.outcome, ends.reason_code, act.recorded_at
                )
            await self._keep_profile(conn, order)
            receipt = ActReceipt(
                act_id=act.act_id,
                task_id=act.task_id,
                kind=act.kind,
                case_id=scope.case_id,
                complaint_id=scope.complaint_id,
                respondent=act.respondent if act.respondent is not None else scope.respondent,
                stage=await self._stage(conn, order),
                happened_on=act.happened_on,
                recorded_at=act.recorded_at,
            )
            await timeline.write_act(conn, order, receipt, self._sealer)
            step.result = receipt
        return receipt

    async def _keep_profile(self, conn: Connection, order: orders.ActToRecord) -> None:
        n = order.act.respondent if order.act.respondent is not None else order.scope.respondent
        if order.profile is None or order.scope.case_id is None or n is None:
            return
        await conn.execute(
            "update workflow.respondent set profile = profile || $3::jsonb"
            " where case_id = $1 and n = $2",
            order.scope.case_id,
            n,
            json.dumps(order.profile, default=str),
        )

    async def _stage(self, conn: Connection, order: orders.ActToRecord) -> Stage | None:
        scope = order.scope
        if scope.case_id is not None:
            found = await conn.fetchval(
                "select stage from workflow.cases where case_id = $1", scope.case_id
            )
        else:
            found = await conn.fetchval(
                "select stage from workflow.complaint where complaint_id = $1", scope.complaint_id
            )
        return Stage(found) if found else None

    @activity.defn(name="note")
    async def note(self, order: orders.Note) -> None:
        """A row of the timeline."""
        async with once(self._database, order) as step:
            if not step.written:
                await timeline.write_note(
                    step.conn,
                    order.scope,
                    order.kind,
                    await self._clocks.now(),
                    step=order.step,
                    happened_on=order.happened_on,
                    respondent=order.respondent,
                    data=order.data,
                    cause=order.cause,
                )

    @activity.defn(name="change_respondent")
    async def change_respondent(self, order: orders.RespondentToChange) -> None:
        """The respondent's row and the case event."""
        async with once(self._database, order) as step:
            if step.written or order.scope.case_id is None:
                return
            scope, now = order.scope, await self._clocks.now()
            await moving.move_respondent(
                step.conn, order.scope.case_id, scope.workflow_id, order.step, order.change, now
            )
            if order.note is not None:
                await timeline.write_note(
                    step.conn,
                    scope,
                    order.note,
                    now,
                    step=order.step,
                    happened_on=order.change.effective_on,
                    respondent=order.change.n,
                    data=order.data,
                )

    @activity.defn(name="change_case")
    async def change_case(self, order: orders.CaseToChange) -> None:
        """The case's row and its event."""
        async with once(self._database, order) as step:
            if not step.written and order.scope.case_id is not None:
                await moving.move_case(
                    step.conn,
                    order.scope.case_id,
                    order.step,
                    order.change,
                    await self._clocks.now(),
                )

    @activity.defn(name="close_case")
    async def close_case(self, order: orders.CaseToClose) -> orders.CaseClosing:
        """The case and its complaints are closed; every complaint is told its own part."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return orders.CaseClosing.model_validate(step.before)
            conn, now, case_id = step.conn, await self._clocks.now(), order.scope.case_id
            # The row is locked as a join locks it: either the join is seen here, or it sees this.
            await conn.execute(
                "select 1 from workflow.cases where case_id = $1 for update", case_id
            )
            unknown = await conn.fetchval(
                "select 1 from workflow.respondent where case_id = $1 and n <> all($2::int[])",
                case_id,
                list(order.known),
            )
            step.result = closing = orders.CaseClosing(closed=not unknown)
            if unknown or case_id is None:
                return closing
            await conn.execute(
                "update workflow.cases set point = $2, stage = $3, closed_at = $4, closed_on = $5,"
                " reason_code = coalesce($6, reason_code), acting_role = null, expected_on = null"
                " where case_id = $1 and closed_at is null",
                case_id,
                Point.CLOSED,
                Stage.CLOSED,
                now,
                await self._clocks.today(order.scope.jurisdiction),
                order.reason_code,
            )
            await conn.execute(
                "update workflow.complaint set stage = $2 where case_id = $1",
                case_id,
                Stage.CLOSED,
            )
            await conn.execute(
                "update workflow.clock set state = 'stopped'"
                " where case_id = $1 and state = 'running' and workflow_id = $2",
                case_id,
                order.scope.workflow_id,
            )
            await tell_case(conn, case_id, CaseClosed, now)
        return closing


async def _punish_once(conn: Connection, order: orders.ActToRecord) -> None:
    """A decision is kept with its act; one that the second person sent back is forgotten."""
    scope, said = order.scope, order.punished
    if scope.case_id is None or scope.respondent is None:
        return
    if said is not None:
        await punish(conn, scope.case_id, scope.respondent, said, order.act.facts)
    elif order.act.kind == TaskKind.CONFIRM:
        await forget(conn, scope.case_id, scope.respondent)
