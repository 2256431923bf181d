"""The background of workflow that notes a start before it has asked Temporal for it."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from services.workflow import background
from services.workflow.register import arrivals
from services.workflow.settings import BackgroundSettings
from services.workflow.starting import ComplaintStarter
from services.workflow.workflows.state import ReceivedComplaint


class Hasty(ComplaintStarter):
    """Believes in its own start."""

    async def _start(self, complaint: ReceivedComplaint) -> UUID:
        async with self._database.transaction() as conn:
            await arrivals.started(conn, [complaint.complaint_id], datetime.now(UTC))
        return await super()._start(complaint)


def main() -> None:
    vars(background)["ComplaintStarter"] = Hasty
    asyncio.run(background.run(BackgroundSettings.read()))


if __name__ == "__main__":
    main()
