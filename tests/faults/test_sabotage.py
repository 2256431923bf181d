"""The same eyes on builds that are wrong on purpose: a check that passes those proves nothing."""

import random

import pytest

from deploy.embedded.own import MODULES
from tests.faults.calm import calm
from tests.faults.checker import examine
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.sabotage import schedules
from tests.faults.sabotage.schedules import Schedule
from tests.faults.seeds import seed
from tests.faults.senders import Senders

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

SABOTAGE: dict[str, tuple[str, Schedule]] = {
    "acknowledged_before_commit": ("intake", schedules.killed_in_the_stream),
    "no_uniqueness": ("intake", schedules.killed_before_the_repetition),
    "default_ack_policy": ("workflow-background", schedules.killed_before_the_row),
    "offset_before_row": ("workflow-background", schedules.killed_before_the_row),
    "random_workflow_id": ("workflow-background", schedules.killed_among_the_starts),
    "started_before_start": ("workflow-background", schedules.killed_before_temporal_answers),
    "marked_before_sent": ("intake-background", schedules.killed_before_kafka_answers),
}
IN_TURN = random.Random(seed()).sample(sorted(SABOTAGE), 2)  # noqa: S311 -- repeatable


def _in_turn(names: list[str]) -> list[object]:
    return [
        pytest.param(name, marks=[] if name in names else [pytest.mark.full]) for name in SABOTAGE
    ]


async def carried_out(
    ground: Ground, history: History, prefix: str, schedule: Schedule, module: str
) -> None:
    """The schedule with this build; afterwards the stack has its own processes back."""
    async with Senders(ground, history) as senders:
        await schedule(ground, senders, prefix, module)


@pytest.mark.parametrize("name", _in_turn(IN_TURN))
async def test_a_wrong_build_is_found_out(name: str, ground: Ground, history: History, prefix: str):
    _, schedule = SABOTAGE[name]

    await carried_out(ground, history, prefix, schedule, f"tests.faults.sabotage.{name}")
    found = (await examine(ground, history, prefix)).wrong

    assert found.keys() & {"lost", "doubled", "register_differs", "workflows_differ"}


@pytest.mark.parametrize("name", _in_turn([]))
async def test_the_product_passes_the_same_schedule(
    name: str, ground: Ground, history: History, prefix: str
):
    process, schedule = SABOTAGE[name]

    await carried_out(ground, history, prefix, schedule, MODULES[process])
    await calm(ground, prefix)

    assert (await examine(ground, history, prefix)).wrong == {}
