"""Facts that come before anybody can hear them wait as rows, in their order."""

from typing import Any
from uuid import uuid4

import pytest

from services.contracts.events import (
    ComplaintSupplemented,
    ComplaintWithdrawn,
)
from services.kit.errors import Unavailable
from tests.workflow.edge.arriving import (
    an_attachment,
    an_event,
    catching_up,
    waiting,
)
from tests.workflow.edge.world import World


async def test_facts_wait_in_their_order_until_the_complaint_has_started(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, item = uuid4(), uuid4()
    behind = catching_up(pool, orchestra)
    orchestra.away = True
    attached = an_attachment(complaint_id, item)
    await taking.evidence(attached)  # before the complaint is known at all
    await taking.complaint(an_event(complaint_id, [item]))
    await taking.complaint(
        an_event(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    await taking.evidence(attached)
    await behind.tell_waiting()
    orchestra.away = False
    await starter.start_waiting()
    # It has started, and still nothing overtakes what waits.
    await taking.complaint(an_event(complaint_id, kind=ComplaintWithdrawn, sequence=3))
    told_before = list(orchestra.told)
    await behind.tell_waiting()
    await behind.tell_waiting()

    assert told_before == []
    assert [name for _, name in orchestra.told] == [
        "evidence_attached",
        "supplemented",
        "withdrawn",
    ]
    assert await waiting(world, complaint_id) == 0


async def test_what_waits_is_not_forgotten_while_temporal_is_away(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(an_event(complaint_id))
    await taking.evidence(an_attachment(complaint_id, uuid4()))
    await starter.start_waiting()
    behind = catching_up(pool, orchestra)
    orchestra.away = True
    with pytest.raises(Unavailable):
        await behind.tell_waiting()
    kept = await waiting(world, complaint_id)
    orchestra.away = False
    await behind.tell_waiting()

    assert kept == 1
    assert await waiting(world, complaint_id) == 0
    assert orchestra.told == [(f"complaint/{complaint_id}", "evidence_attached")]


async def test_an_absent_temporal_holds_up_no_partition_and_changes_no_order(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(an_event(complaint_id))
    await starter.start_waiting()
    orchestra.away = True
    await taking.complaint(
        an_event(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    orchestra.away = False
    await taking.complaint(an_event(complaint_id, kind=ComplaintWithdrawn, sequence=3))
    await catching_up(pool, orchestra).tell_waiting()

    assert [name for _, name in orchestra.told] == ["supplemented", "withdrawn"]


async def test_a_fact_waits_for_the_workflow_of_a_case_that_is_only_a_row_yet(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, case_id = uuid4(), await world.case()
    await taking.complaint(an_event(complaint_id))
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = 'opened', case_id = $2 where complaint_id = $1",
        complaint_id,
        case_id,
    )
    orchestra.ended.add(f"case/{case_id}")
    await taking.evidence(an_attachment(complaint_id, uuid4()))
    behind = catching_up(pool, orchestra)
    await behind.tell_waiting()
    kept = await waiting(world, complaint_id)
    orchestra.ended.clear()
    await behind.tell_waiting()

    assert kept == 1
    assert orchestra.told == [(f"case/{case_id}", "evidence_attached")]
    assert await waiting(world, complaint_id) == 0


async def test_a_fact_that_nobody_comes_to_hear_is_brought_to_a_person(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(an_event(complaint_id))
    await starter.start_waiting()
    orchestra.ended.add(f"complaint/{complaint_id}")
    await taking.evidence(an_attachment(complaint_id, uuid4()))
    await catching_up(pool, orchestra, patience=0).tell_waiting()

    row = await world.row(
        "select count(*), min(kind) from workflow.act where complaint_id = $1", complaint_id
    )
    assert tuple(row) == (1, "evidence_attached")
    assert await waiting(world, complaint_id) == 0


async def test_one_fact_that_cannot_be_told_holds_up_no_other(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    broken, fine = uuid4(), uuid4()
    for complaint_id in (broken, fine):
        await taking.complaint(an_event(complaint_id))
        await taking.evidence(an_attachment(complaint_id, uuid4()))
    await world.run(
        "update workflow.early_fact set body = 'bukan json' where waits_for = $1", broken
    )
    await starter.start_waiting()
    await catching_up(pool, orchestra).tell_waiting()

    assert orchestra.told == [(f"complaint/{fine}", "evidence_attached")]
    assert await waiting(world, broken) == 1
    await world.run("delete from workflow.early_fact where waits_for = $1", broken)
