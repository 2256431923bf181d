"""Intake that answers first and commits a moment later."""

import asyncio
from collections.abc import Sequence

from services.intake import app
from services.intake.receipts import Reception
from services.intake.receiving import Commit, Receiving
from services.intake.repetition import Outcome
from services.intake.settings import IntakeSettings
from services.kit import serving
from services.kit.errors import Failure

LATER = 1.0
_under_way: set[asyncio.Task[object]] = set()


def hasty(commit: Commit) -> Commit:
    """Acknowledges what it has only begun to write."""

    async def write(batch: Sequence[Reception]) -> None:
        await asyncio.sleep(LATER)
        await commit(batch)

    async def answer(batch: Sequence[Reception]) -> list[Outcome | Failure]:
        _under_way.add(asyncio.create_task(write(batch)))
        return [Outcome(one.answer, fresh=True) for one in batch]

    return answer


def main() -> None:
    settings = IntakeSettings.read()
    built = app.build(settings)
    desk = built.state.desk
    desk.receiving = Receiving(hasty(desk.store.commit))
    serving.serve(built, settings)


if __name__ == "__main__":
    main()
