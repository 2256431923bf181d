"""Contract staff: the head of the office decides by the agreement; no degree, no 15th day."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.serving import Serving


class Contract(Serving):
    """TKB and other staff on a work agreement."""

    async def _contract(self) -> None:
        """In effect on receipt; the objection of UU 30/2014 runs beside it."""
        await self._serve(self._in_effect_at(Point.CLOSE))
        await self._until_no_remedy_is_open()
