"""The background of workflow that gives each start an id of its own."""

import asyncio
from uuid import UUID, uuid4

from services.workflow import background, starting
from services.workflow.settings import BackgroundSettings


def main() -> None:
    def at_random(_: UUID) -> str:
        return f"complaint/{uuid4()}"

    vars(starting)["complaint_workflow"] = at_random
    asyncio.run(background.run(BackgroundSettings.read()))


if __name__ == "__main__":
    main()
