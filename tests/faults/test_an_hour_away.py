"""Temporal is away for an hour, Kafka for a minute of it."""

import asyncio
import sys

import pytest

from tests.faults.calm import calm, started
from tests.faults.checker import examine
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.outage import Outage, busy, slowest

pytestmark = [pytest.mark.stack, pytest.mark.full, pytest.mark.timeout(7200)]


async def test_what_waited_an_hour_for_temporal_is_with_it_in_ten_minutes_and_nothing_set_aside(
    ground: Ground, history: History, prefix: str
):
    set_aside_so_far = "select count(*) from workflow.set_aside"
    kept_before = await ground.value(set_aside_so_far)
    outage = Outage(ground, history, prefix, count=18_000, per_second=5)
    await outage.begin()
    try:
        spent = busy(ground)
        await outage.lasts(temporal=3540)
        share = spent()
        await outage.without_kafka()
        await asyncio.sleep(60)
    finally:
        await outage.end()
    with_temporal = await started(ground, prefix, within=600)
    with_people = with_temporal + await calm(ground, prefix, within=1800)
    sys.stderr.write(f"started {with_temporal:.0f} s, calm {with_people:.0f} s after the hour\n")

    assert {one.status for one in history.told} == {202}
    assert slowest(history) < 0.5
    assert share < 0.1
    assert await ground.value(set_aside_so_far) == kept_before
    assert (await examine(ground, history, prefix)).wrong == {}
