"""Kafka alone is away for a minute, at fifty complaints a second."""

import sys

import pytest

from tests.faults.calm import calm, started
from tests.faults.checker import examine
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.outage import Outage, slowest

pytestmark = [pytest.mark.stack, pytest.mark.full, pytest.mark.timeout(1800)]

SOON = 60.0
"""Seconds after Kafka's return; what two cores took stands in docs/architecture/under-fire.md."""


async def test_three_thousand_of_a_minute_without_kafka_are_soon_with_temporal(
    ground: Ground, history: History, prefix: str
):
    outage = Outage(ground, history, prefix, count=3_000, per_second=50)
    await outage.begin(without="kafka")
    try:
        await outage.lasts(kafka=60)
    finally:
        await outage.end()
    # As long as it takes: a miss is told with its figure.
    with_temporal = await started(ground, prefix, within=900)
    sent, slow = len(history.acknowledged()), slowest(history.told)
    said = f"{sent} sent, 99 of 100 within {slow:.2f} s, started after {with_temporal:.0f} s"
    sys.stderr.write(f"a minute without Kafka: {said}\n")
    await calm(ground, prefix, within=600)

    assert {one.status for one in history.told} == {202}
    assert (await examine(ground, history, prefix)).wrong == {}
    assert slow < 0.5, said
    assert with_temporal <= SOON, said
