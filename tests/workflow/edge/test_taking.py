"""Facts from the other services: rows first, a start however late, a signal to whoever holds it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.events import (
    ComplaintSupplemented,
    ComplaintWithdrawn,
)
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow import starting
from services.workflow.rearming import ClockWatcher
from tests.evidence.world import until
from tests.stack import TestDatabase
from tests.workflow.edge.arriving import an_attachment, an_event, catching_up, state_of, waiting
from tests.workflow.edge.world import World


async def test_a_complaint_waits_while_temporal_is_away(parts: Any, world: World) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id = uuid4()
    orchestra.away = True
    await taking.complaint(an_event(complaint_id))
    with pytest.raises(Unavailable):
        await starter.start_waiting()
    assert await state_of(world, complaint_id) == "pending"

    orchestra.away = False
    await starter.start_waiting()
    await starter.start_waiting()

    assert await state_of(world, complaint_id) == "started"
    assert orchestra.started == [f"complaint/{complaint_id}"]


async def test_a_start_without_an_answer_keeps_no_other_from_being_noted(
    parts: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "NOTED_TOGETHER", 2)
    taking, starter, orchestra, _ = parts
    complaints = [uuid4() for _ in range(6)]
    for one in complaints:
        await taking.complaint(an_event(one))
    orchestra.lost = {f"complaint/{complaints[0]}", f"complaint/{complaints[5]}"}

    with pytest.raises(Unavailable):
        await starter.start_waiting()
    states = [await state_of(world, one) for one in complaints]
    orchestra.lost = set()
    await starter.start_waiting()

    assert states == ["pending", *["started"] * 4, "pending"]
    assert {await state_of(world, one) for one in complaints} == {"started"}
    assert sorted(orchestra.started) == sorted(f"complaint/{one}" for one in complaints)


async def test_an_outage_costs_a_question_a_look_however_many_wait(
    parts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "LOOK_AGAIN", 0.01)
    monkeypatch.setattr(starting, "LONGEST_PAUSE", 0.01)
    taking, starter, orchestra, _ = parts
    orchestra.away = True
    for _ in range(3):
        await taking.complaint(an_event(uuid4()))

    async def asked_often() -> bool:
        return bool(orchestra.asked > 4)

    async def all_started() -> bool:
        return len(orchestra.started) == 3

    running = asyncio.create_task(starter.run())
    await until(asked_often, 10)
    tried = orchestra.tried
    orchestra.away = False
    await until(all_started, 10)
    running.cancel()

    assert tried == 3


async def test_a_settled_complaint_never_starts_again(parts: Any, world: World) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id = uuid4()
    event = an_event(complaint_id)
    await taking.complaint(event)
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = 'settled' where complaint_id = $1", complaint_id
    )
    await taking.complaint(event)
    await starter.start_waiting()

    assert orchestra.started == [f"complaint/{complaint_id}"]
    assert await state_of(world, complaint_id) == "settled"


async def test_a_supplement_that_comes_too_early_is_not_lost(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, item = uuid4(), uuid4()
    early = an_event(complaint_id, [item], kind=ComplaintSupplemented, sequence=2, supplement=1)
    await taking.complaint(early)
    await taking.complaint(an_event(complaint_id))
    row = await world.row(
        "select supplements, evidence_ids from workflow.complaint where complaint_id = $1",
        complaint_id,
    )
    await starter.start_waiting()
    await catching_up(pool, orchestra).tell_waiting()

    assert (row["supplements"], row["evidence_ids"]) == (1, [item])
    assert orchestra.started == [f"complaint/{complaint_id}"]
    assert orchestra.told == [(f"complaint/{complaint_id}", "supplemented")]
    assert await waiting(world, complaint_id) == 0


async def test_a_supplement_is_told_to_whoever_holds_the_complaint(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id, case_id = uuid4(), await world.case()
    await taking.complaint(an_event(complaint_id))
    await starter.start_waiting()
    await taking.complaint(
        an_event(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    await world.run(
        "update workflow.complaint set state = 'opened', case_id = $2 where complaint_id = $1",
        complaint_id,
        case_id,
    )
    await taking.evidence(an_attachment(complaint_id, uuid4()))

    assert orchestra.told == [
        (f"complaint/{complaint_id}", "supplemented"),
        (f"case/{case_id}", "evidence_attached"),
    ]


@pytest.mark.parametrize("state", ["settled", "opened"])
async def test_what_comes_after_the_end_is_brought_to_a_person(
    parts: Any, world: World, state: str
) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id, case_id = uuid4(), await world.case()
    await taking.complaint(an_event(complaint_id))
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = $2, case_id = $3 where complaint_id = $1",
        complaint_id,
        state,
        case_id if state == "opened" else None,
    )
    await world.run("update workflow.cases set closed_at = now() where case_id = $1", case_id)
    orchestra.ended |= {f"complaint/{complaint_id}", f"case/{case_id}"}
    late = an_event(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    taken_back = an_event(complaint_id, kind=ComplaintWithdrawn, sequence=3)
    for event in (late, late, taken_back, taken_back):
        await taking.complaint(event)

    assert set(orchestra.started) == {f"complaint/{complaint_id}", f"late/{complaint_id}/1"}
    row = await world.row(
        "select count(*), min(kind) from workflow.act where complaint_id = $1", complaint_id
    )
    assert tuple(row) == (1, "withdrawn")


async def test_open_clocks_are_read_again_after_the_clock_was_advanced(
    parts: Any, world: World, database: TestDatabase
) -> None:
    _, _, orchestra, pool = parts
    owner = Database(database.dsn, size=1)
    watcher = ClockWatcher(
        pool,
        InstallationClock(pool),
        orchestra,
        at_once=4,
    )
    await watcher.look()
    orchestra.told.clear()
    await world.run(
        "insert into workflow.clock (clock_id, workflow_id, key, jurisdiction, anchor_on, due_on,"
        " effect) values ($1, 'case/x', 'INVESTIGATION', '35.08', '2024-10-10', '2024-10-28',"
        " 'escalates')",
        uuid4(),
    )
    quiet = await watcher.look()
    async with owner.transaction() as conn:
        await conn.execute(
            "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
            " values (now(), now(), 0, 'a test')"
        )
    await owner.close()
    watcher._clock._read_at = -1e9
    orchestra.away = True
    with pytest.raises(Unavailable):
        await watcher.look()
    orchestra.away = False

    assert quiet == 0
    assert await watcher.look() == 1
    assert await watcher.look() == 0
    assert orchestra.told == [("case/x", "rearm")]
