"""What becomes of a complaint, as activities: its stage, its end, or the case it goes into."""

from temporalio import activity

from services.kit.database import Database
from services.workflow.activities import orders
from services.workflow.clocks import Clocks
from services.workflow.register import moving, opening, settling
from services.workflow.register.content import Contents
from services.workflow.register.steps import once
from services.workflow.workflows.state import OpenedCase


class Settling:
    """Moves, settles, opens and joins; each step once."""

    def __init__(self, database: Database, clocks: Clocks, contents: Contents) -> None:
        self._database = database
        self._clocks = clocks
        self._contents = contents

    @activity.defn(name="move_complaint")
    async def move_complaint(self, order: orders.ComplaintToMove) -> None:
        """A complaint without a case changed its stage."""
        async with once(self._database, order) as step:
            if not step.written:
                await moving.move_complaint(
                    step.conn,
                    order.complaint_id,
                    order.step,
                    order.point,
                    await self._clocks.now(),
                    expected_on=order.expected_on,
                    reason_code=order.reason_code,
                )

    @activity.defn(name="settle_complaint")
    async def settle_complaint(self, order: orders.ComplaintToSettle) -> None:
        """The complaint ends without a case, and its agency is told why."""
        async with once(self._database, order) as step:
            if step.written:
                return
            await settling.settle(
                step.conn,
                order.complaint_id,
                order.outcome,
                order.reason_code,
                await self._clocks.now(),
            )

    @activity.defn(name="open_case")
    async def open_case(self, order: orders.CaseToOpen) -> OpenedCase:
        """The case with its number, respondents and links."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return OpenedCase.model_validate(step.before)
            opened = await opening.open_case(
                step.conn, order, self._contents, await self._clocks.now()
            )
            step.result = opened
        return opened

    @activity.defn(name="join_case")
    async def join_case(self, order: orders.ComplaintToJoin) -> orders.JoinResult:
        """The complaint in a case that is already there."""
        async with once(self._database, order) as step:
            if step.before is not None:
                return orders.JoinResult.model_validate(step.before)
            joined = await opening.join_case(
                step.conn, order, self._contents, await self._clocks.now()
            )
            step.result = joined
        return joined
