"""Ethics: the PPK declares what the council recommended, and by that it is in effect."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.serving import Serving


class Ethics(Serving):
    """The two moral statements; no examination by a superior, no 15th day."""

    async def _declare(self) -> None:
        """Declared, closed or open, and in effect on that day."""
        await self._serve(self._in_effect_at(Point.CLOSE))
        await self._until_no_remedy_is_open()
