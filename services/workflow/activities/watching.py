"""Clocks as activities: started and ended as steps, read as often as anybody likes."""

from temporalio import activity

from services.kit.database import Database
from services.workflow.activities import orders
from services.workflow.clocks import Clocks
from services.workflow.register.moving import expect
from services.workflow.register.steps import once
from services.workflow.rules.stages import Point

_MOVES_ON = {"EFFECTIVE": Point.WAIT_EFFECT}
"""Periods at whose end a respondent moves on by the law: their day is what is expected."""


class Watching:
    """Rows of periods; a reading reminds and escalates on the way."""

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    @activity.defn(name="start_clock")
    async def start_clock(self, order: orders.ClockToStart) -> orders.RunningClock:
        """A legal period as a row."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return orders.RunningClock.model_validate(step.before)
            due = await self._clocks.start(
                step.conn,
                order.scope,
                order.clock_id,
                order.key,
                order.anchor_on,
                respondent=order.respondent,
                fixed_on=order.due_on,
                length=order.working_days,
            )
            case_id, respondent = order.scope.case_id, order.scope.respondent
            if order.key in _MOVES_ON and case_id is not None and respondent is not None:
                now = await self._clocks.now()
                await expect(step.conn, case_id, respondent, _MOVES_ON[order.key], due, now)
            step.result = running = orders.RunningClock(clock_id=order.clock_id, due_on=due)
        return running

    @activity.defn(name="extend_clock")
    async def extend_clock(self, order: orders.ClockToExtend) -> orders.RunningClock:
        """More time."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return orders.RunningClock.model_validate(step.before)
            due = await self._clocks.extend(
                step.conn, order.clock_id, working_days=order.working_days, due_on=order.due_on
            )
            step.result = running = orders.RunningClock(clock_id=order.clock_id, due_on=due)
        return running

    @activity.defn(name="end_clock")
    async def end_clock(self, order: orders.ClockToEnd) -> None:
        """The clock never acts again."""
        async with once(self._database, order) as step:
            if not step.written:
                await self._clocks.end(step.conn, order.clock_id, order.state)

    @activity.defn(name="read_clock")
    async def read_clock(self, order: orders.ClockToRead) -> orders.ClockReading:
        """What the clock says now."""
        async with self._database.transaction() as conn:
            return await self._clocks.read(conn, order.scope, order.clock_id)
