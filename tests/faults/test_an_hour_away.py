"""Temporal is away for an hour, Kafka for a minute of it."""

import asyncio
import sys

import pytest

from services.intake.settings import IntakeSettings
from tests.faults.calm import asked, calm, started
from tests.faults.checker import examine
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.outage import Outage, busy, slowest
from tests.faults.stand_in import StandIn

pytestmark = [pytest.mark.stack, pytest.mark.full, pytest.mark.timeout(7200)]

AS_INSTALLED = {
    f"NETRAL_{name.upper()}": str(IntakeSettings.model_fields[name].default)
    for name in ("reconcile_after", "reconcile_alert_after")
}
"""The tests' stack sends again after ten seconds already, for an hour over and over."""


async def test_what_waited_an_hour_for_temporal_is_with_it_in_ten_minutes_and_nothing_set_aside(
    ground: Ground, history: History, prefix: str
):
    set_aside_so_far = "select count(*) from workflow.set_aside"
    kept_before = await ground.value(set_aside_so_far)
    outage = Outage(ground, history, prefix, count=18_000, per_second=5)
    async with StandIn(ground.stack, "intake-background", env=AS_INSTALLED):
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
        with_people = with_temporal + await asked(ground, prefix, within=1800)
    told = f"consumer {share:.1%}, started {with_temporal:.0f} s, asked {with_people:.0f} s after"
    sys.stderr.write(f"an hour away: {told}, 99 % of answers in {slowest(history.told):.2f} s\n")
    await calm(ground, prefix)

    assert (await examine(ground, history, prefix)).wrong == {}
    assert await ground.value(set_aside_so_far) == kept_before
    assert share < 0.1
    # Over an hour a shared disk may stand still now and then; nothing else turns anybody away, and
    # who comes again is taken. That nobody is turned away the shorter outage demands.
    turned_away = [one for one in history.told if one.status != 202]
    assert all("database-unavailable" in one.answer for one in turned_away), turned_away
    assert len(turned_away) < 0.01 * len(history.told)
    assert len(history.acknowledged()) > 0.9 * 18_000
