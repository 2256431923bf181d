"""The same eyes on builds that are wrong on purpose: a check that passes those proves nothing."""

import random
from typing import NamedTuple

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


class Wrong(NamedTuple):
    """A wrong build: of which process, what exposes it, and what must be found then."""

    process: str
    schedule: Schedule
    finding: str


INTAKE, RELAY, BACKGROUND = "intake", "intake-background", "workflow-background"
SABOTAGE = {
    "acknowledged_before_commit": Wrong(INTAKE, schedules.killed_in_the_stream, "lost"),
    "no_uniqueness": Wrong(INTAKE, schedules.killed_before_the_repetition, "doubled"),
    "default_ack_policy": Wrong(BACKGROUND, schedules.killed_before_the_row, "register_differs"),
    "evidence_default_ack_policy": Wrong(
        "evidence-background", schedules.killed_before_the_naming, "evidence_differs"
    ),
    "offset_before_row": Wrong(BACKGROUND, schedules.killed_before_the_row, "register_differs"),
    "random_workflow_id": Wrong(BACKGROUND, schedules.killed_among_the_starts, "workflows_differ"),
    "started_before_start": Wrong(
        BACKGROUND, schedules.killed_before_temporal_answers, "workflows_differ"
    ),
    "marked_before_sent": Wrong(RELAY, schedules.killed_before_kafka_answers, "register_differs"),
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
    wrong = SABOTAGE[name]

    await carried_out(ground, history, prefix, wrong.schedule, f"tests.faults.sabotage.{name}")
    found = (await examine(ground, history, prefix)).wrong

    assert wrong.finding in found


@pytest.mark.parametrize("name", _in_turn([]))
async def test_the_product_passes_the_same_schedule(
    name: str, ground: Ground, history: History, prefix: str
):
    right = SABOTAGE[name]

    await carried_out(ground, history, prefix, right.schedule, MODULES[right.process])
    await calm(ground, prefix)

    assert (await examine(ground, history, prefix)).wrong == {}
