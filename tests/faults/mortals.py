"""Our processes as ones that die, each at its named instants, and what has died already."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from deploy.embedded.own import MODULES
from tests.faults.ground import Ground
from tests.faults.seeds import seed
from tests.faults.stand_in import StandIn

TOGETHER = 5
"""So many complaints are begun at once, and a process dies among the first so many times."""
INSTANTS = {
    "intake": (
        "intake.before_commit",
        "intake.after_commit",
        "intake.before_supplement_commit",
        "intake.audited_before_reveal",
    ),
    "intake-background": (
        "intake.before_publish",
        "intake.published_before_mark",
        "netral-intake.before_handling",
        "netral-intake.handled_before_offset",
        "intake.before_projection_commit",
        "intake.delivered_before_mark",
    ),
    "evidence": ("evidence.before_receipt_commit", "evidence.after_receipt_commit"),
    "evidence-background": (
        "evidence.before_publish",
        "evidence.published_before_mark",
        "netral-evidence.before_handling",
        "netral-evidence.handled_before_offset",
        "netral-evidence.set_aside_before_offset",
        "evidence.before_vault",
        "evidence.in_vault_before_commit",
        "evidence.sealed_before_clearing",
    ),
    "workflow-background": (
        "workflow.before_publish",
        "workflow.published_before_mark",
        "netral-workflow.before_handling",
        "netral-workflow.handled_before_offset",
        "netral-workflow.set_aside_before_offset",
        "workflow.started_before_row",
    ),
    "workflow-worker": ("workflow.step_before_commit", "workflow.step_committed"),
}
ALL = {instant for armed in INSTANTS.values() for instant in armed}


def dies_at(instant: str) -> int:
    """The time at which it dies there, out of the seed."""
    return random.Random(f"{seed()} {instant}").randint(1, TOGETHER)  # noqa: S311 -- repeatable


@asynccontextmanager
async def mortals(ground: Ground, markers: Path) -> AsyncIterator[None]:
    """Our processes as ones that die at their instants, each started again when it has died."""
    async with AsyncExitStack() as running:
        processes = [
            StandIn(
                ground.stack,
                name,
                "tests.faults.instant_entry",
                MODULES[name],
                str(markers),
                *(f"{instant}={dies_at(instant)}" for instant in armed),
                mortal=True,
            )
            for name, armed in INSTANTS.items()
        ]
        async with asyncio.TaskGroup() as starting:
            for one in processes:
                starting.create_task(running.enter_async_context(one))
        tending = asyncio.create_task(tend(processes))
        try:
            yield
        finally:
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending


async def tend(processes: Sequence[StandIn]) -> None:
    """Starts again whoever has died."""
    while True:
        for process in processes:
            if process.dead:
                process.launch()
        await asyncio.sleep(0.1)


def alive_at(markers: Path) -> dict[str, tuple[int, int]]:
    """The instants at which nobody has died yet: how often one came there, and has to."""
    came = {path.name: path.stat().st_size for path in markers.iterdir()}
    due = {instant: (came.get(instant, 0), dies_at(instant)) for instant in ALL}
    return {instant: (now, nth) for instant, (now, nth) in due.items() if now < nth}
