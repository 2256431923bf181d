"""The step that every complaint takes when it comes in: its text, then its first task."""

from datetime import UTC, datetime

from temporalio import activity

from services.kit.errors import Unavailable
from services.workflow.activities import orders
from services.workflow.activities.fetching import Fetching
from services.workflow.activities.recording import Recording
from services.workflow.workflows.arriving import TEXT_PATIENCE
from services.workflow.workflows.state import ComplaintText


class TakingIn:
    """Text and task in one step: apart they would cost Temporal twice as much."""

    def __init__(self, fetching: Fetching, recording: Recording) -> None:
        self._fetching = fetching
        self._recording = recording

    @activity.defn(name="take_in")
    async def take_in(self, order: orders.ComplaintToTakeIn) -> orders.TakenIn:
        """The text first: it says whether the Inspektorat may be asked at all.

        Raises `Unavailable` while intake is away, to be tried again, but not beyond the patience.
        """
        text = await self._text(order.content)
        return orders.TakenIn(text=text, opened=await self._recording.open_task(order.task))

    async def _text(self, order: orders.ContentToFetch) -> ComplaintText | None:
        try:
            return await self._fetching.fetch_content(order)
        except Unavailable:
            if datetime.now(UTC) - activity.info().scheduled_time < TEXT_PATIENCE:
                raise
            return None
