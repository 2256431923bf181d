"""Nothing acknowledged is lost or doubled, whoever is killed or frozen while it is on its way."""

import asyncio
import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.faults.calm import calm
from tests.faults.checker import examine
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.nemesis import EACH_ONCE, Nemesis, schedule
from tests.faults.plan import submissions
from tests.faults.seeds import seed
from tests.faults.senders import Senders

pytestmark = pytest.mark.stack


@dataclass(frozen=True)
class Size:
    """How much is sent, and how much is hurt meanwhile."""

    count: int
    blows: int
    landed: int
    collided: int
    apart: tuple[float, float]
    longest: float


SMOKE = Size(count=300, blows=20, landed=20, collided=5, apart=(1.4, 2.8), longest=4)
# Four to five a second: a blow every few seconds leaves no more to two cores, with Temporal's
# server for development taking half of them.
FULL = Size(count=10_000, blows=120, landed=100, collided=50, apart=(7, 24), longest=20)
_SET_ASIDE = """select (select count(*) from intake.set_aside)
    + (select count(*) from evidence.set_aside) + (select count(*) from workflow.set_aside)"""


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(SMOKE, id="smoke", marks=pytest.mark.timeout(330)),
        pytest.param(FULL, id="full", marks=[pytest.mark.full, pytest.mark.timeout(7200)]),
    ],
)
async def test_each_acknowledged_complaint_becomes_exactly_one(
    size: Size, ground: Ground, history: History, prefix: str, tmp_path: Path
):
    planned = schedule(seed(), size.blows, size.apart, size.longest)
    record = {"seed": seed(), "prefix": prefix, "blows": [asdict(blow) for blow in planned]}
    (tmp_path / "schedule.json").write_text(json.dumps(record, indent=1))
    print(json.dumps(record))  # noqa: T201 -- shown with a failure
    sent = submissions(seed(), size.count, prefix)
    nemesis = Nemesis(ground.stack)
    set_aside = await ground.value(_SET_ASIDE)
    over = sum(blow.after + blow.seconds for blow in planned)

    async with Senders(ground, history) as senders, asyncio.TaskGroup() as group:
        group.create_task(nemesis.strike(planned))
        group.create_task(senders.send_all(sent, over))
    took = await calm(ground, prefix)
    findings = await examine(ground, history, prefix)

    outcomes = Counter((one.what, one.outcome, one.status) for one in history.told)
    said = f"seed {seed()}, see {tmp_path}; calm after {took:.0f} s; {outcomes}; {nemesis.missed}"
    assert findings.wrong == {}, said
    assert len(nemesis.landed) >= size.landed, said
    assert {(blow.victim, blow.how) for blow in nemesis.landed} == set(EACH_ONCE), said
    assert await ground.value(_SET_ASIDE) == set_aside, said
    assert history.collided() >= size.collided, said
    assert any(one.status == 503 for one in history.told), said
    refusable = {one.key for one in sent if one.refusable}
    assert {one.key for one in history.of("complaint", "fail")} == refusable, said
    patient = {one.key for one in sent if one.patient and not one.refusable}
    assert patient <= history.acknowledged().keys(), said
    assert len(history.acknowledged("evidence")) == sum(one.evidence is not None for one in sent)
    times = Counter(one.key for one in history.of("complaint", "ok"))
    assert all(times[one.key] > 1 for one in sent if one.repeated and one.key in patient), said
