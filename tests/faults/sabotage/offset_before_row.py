"""The background of workflow that lets go of a message before its row is written."""

import asyncio

from services.contracts.events import ComplaintEvent
from services.workflow import background
from services.workflow.settings import BackgroundSettings
from services.workflow.taking import Taking

_under_way: set[asyncio.Task[None]] = set()


class Hasty(Taking):
    """Writes a little later."""

    async def complaint(self, event: ComplaintEvent) -> None:
        task = asyncio.create_task(super().complaint(event))
        _under_way.add(task)


def main() -> None:
    vars(background)["Taking"] = Hasty
    asyncio.run(background.run(BackgroundSettings.read()))


if __name__ == "__main__":
    main()
