"""Facts from the other services: rows first, a start however late, a signal to whoever holds it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.events import (
    ComplaintData,
    ComplaintReceived,
    ComplaintSupplemented,
    ComplaintWithdrawn,
    EvidenceAttached,
    EvidenceData,
)
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.catching_up import CatchingUp
from services.workflow.orchestrator import Ended
from services.workflow.rearming import ClockWatcher
from services.workflow.starting import ComplaintStarter
from services.workflow.taking import Taking
from services.workflow.telling import FactTeller
from tests.stack import TestDatabase
from tests.workflow.edge.world import NOW, World


class Orchestra:
    """Temporal by hand: away, or it keeps what was started and told."""

    def __init__(self) -> None:
        self.away = False
        self.started: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.ended: set[str] = set()

    async def start(self, workflow: str, workflow_id: str, argument: Any) -> bool:
        assert workflow in {"ComplaintWorkflow", "LateWorkflow"}
        self._there()
        self.started.append(workflow_id)
        return True

    async def signal(self, workflow_id: str, name: str, argument: Any = None) -> None:
        self._there()
        if workflow_id in self.ended:
            raise Ended
        self.told.append((workflow_id, name))

    def _there(self) -> None:
        if self.away:
            raise Unavailable("orchestrator-unavailable")


@pytest.fixture
async def pool(database: TestDatabase) -> AsyncIterator[Database]:
    made = Database(database.dsn_of("workflow"), size=4)
    yield made
    await made.close()


@pytest.fixture
async def parts(pool: Database, world: World) -> Any:
    orchestra = Orchestra()
    starter = ComplaintStarter(pool, orchestra, at_once=4)  # type: ignore[arg-type]
    taking = Taking(pool, starter, a_teller(pool, orchestra))
    await world.run("update workflow.complaint set state = 'settled' where state = 'pending'")
    return taking, starter, orchestra, pool


def a_teller(pool: Database, orchestra: Orchestra) -> FactTeller:
    return FactTeller(pool, orchestra, InstallationClock(pool))  # type: ignore[arg-type]


def catching_up(pool: Database, orchestra: Orchestra, patience: float = 60) -> CatchingUp:
    return CatchingUp(pool, a_teller(pool, orchestra), patience=patience)


def _received(complaint_id: UUID, evidence: list[UUID] | None = None, **more: Any) -> Any:
    kind = more.pop("kind", ComplaintReceived)
    return kind(
        id=uuid4(),
        source="/netral/intake",
        subject=complaint_id,
        time=NOW,
        sequence=more.pop("sequence", 1),
        jurisdiction="35.08",
        data=ComplaintData(
            complaint_id=complaint_id,
            agency_id="bawaslu-3508",
            agency_kind="bawaslu",
            kind="report",
            body_sha256="ab",
            respondents=1,
            evidence_ids=evidence or [],
            **more,
        ),
    )


def _attached(complaint_id: UUID, item: UUID) -> EvidenceAttached:
    return EvidenceAttached(
        id=uuid4(),
        source="/netral/evidence",
        subject=item,
        time=NOW,
        sequence=2,
        jurisdiction="35.08",
        data=EvidenceData(
            evidence_id=item, complaint_id=complaint_id, sha256="cd", size=1, media_type="image/png"
        ),
    )


async def _waiting(world: World, complaint_id: UUID) -> int:
    row = await world.row(
        "select count(*) from workflow.early_fact where waits_for = $1", complaint_id
    )
    return int(row[0])


async def _state(world: World, complaint_id: UUID) -> str:
    row = await world.row(
        "select state from workflow.complaint where complaint_id = $1", complaint_id
    )
    return str(row["state"])


async def test_a_complaint_waits_while_temporal_is_away(parts: Any, world: World) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id = uuid4()
    orchestra.away = True
    await taking.complaint(_received(complaint_id))
    with pytest.raises(Unavailable):
        await starter.start_waiting()
    assert await _state(world, complaint_id) == "pending"

    orchestra.away = False
    await starter.start_waiting()
    await starter.start_waiting()

    assert await _state(world, complaint_id) == "started"
    assert orchestra.started == [f"complaint/{complaint_id}"]


async def test_a_settled_complaint_never_starts_again(parts: Any, world: World) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id = uuid4()
    event = _received(complaint_id)
    await taking.complaint(event)
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = 'settled' where complaint_id = $1", complaint_id
    )
    await taking.complaint(event)
    await starter.start_waiting()

    assert orchestra.started == [f"complaint/{complaint_id}"]
    assert await _state(world, complaint_id) == "settled"


async def test_a_supplement_that_comes_too_early_is_not_lost(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, item = uuid4(), uuid4()
    early = _received(complaint_id, [item], kind=ComplaintSupplemented, sequence=2, supplement=1)
    await taking.complaint(early)
    await taking.complaint(_received(complaint_id))
    row = await world.row(
        "select supplements, evidence_ids from workflow.complaint where complaint_id = $1",
        complaint_id,
    )
    await starter.start_waiting()
    await catching_up(pool, orchestra).tell_waiting()

    assert (row["supplements"], row["evidence_ids"]) == (1, [item])
    assert orchestra.started == [f"complaint/{complaint_id}"]
    assert orchestra.told == [(f"complaint/{complaint_id}", "supplemented")]
    assert await _waiting(world, complaint_id) == 0


async def test_facts_wait_in_their_order_until_the_complaint_has_started(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, item = uuid4(), uuid4()
    behind = catching_up(pool, orchestra)
    orchestra.away = True
    attached = _attached(complaint_id, item)
    await taking.evidence(attached)  # before the complaint is known at all
    await taking.complaint(_received(complaint_id, [item]))
    await taking.complaint(
        _received(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    await taking.evidence(attached)
    await behind.tell_waiting()
    orchestra.away = False
    await starter.start_waiting()
    # It has started, and still nothing overtakes what waits.
    await taking.complaint(_received(complaint_id, kind=ComplaintWithdrawn, sequence=3))
    told_before = list(orchestra.told)
    await behind.tell_waiting()
    await behind.tell_waiting()

    assert told_before == []
    assert [name for _, name in orchestra.told] == [
        "evidence_attached",
        "supplemented",
        "withdrawn",
    ]
    assert await _waiting(world, complaint_id) == 0


async def test_what_waits_is_not_forgotten_while_temporal_is_away(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(_received(complaint_id))
    await taking.evidence(_attached(complaint_id, uuid4()))
    await starter.start_waiting()
    behind = catching_up(pool, orchestra)
    orchestra.away = True
    with pytest.raises(Unavailable):
        await behind.tell_waiting()
    kept = await _waiting(world, complaint_id)
    orchestra.away = False
    await behind.tell_waiting()

    assert kept == 1
    assert await _waiting(world, complaint_id) == 0
    assert orchestra.told == [(f"complaint/{complaint_id}", "evidence_attached")]


async def test_an_absent_temporal_holds_up_no_partition_and_changes_no_order(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(_received(complaint_id))
    await starter.start_waiting()
    orchestra.away = True
    await taking.complaint(
        _received(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    orchestra.away = False
    await taking.complaint(_received(complaint_id, kind=ComplaintWithdrawn, sequence=3))
    await catching_up(pool, orchestra).tell_waiting()

    assert [name for _, name in orchestra.told] == ["supplemented", "withdrawn"]


async def test_a_fact_waits_for_the_workflow_of_a_case_that_is_only_a_row_yet(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id, case_id = uuid4(), await world.case()
    await taking.complaint(_received(complaint_id))
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = 'opened', case_id = $2 where complaint_id = $1",
        complaint_id,
        case_id,
    )
    orchestra.ended.add(f"case/{case_id}")
    await taking.evidence(_attached(complaint_id, uuid4()))
    behind = catching_up(pool, orchestra)
    await behind.tell_waiting()
    kept = await _waiting(world, complaint_id)
    orchestra.ended.clear()
    await behind.tell_waiting()

    assert kept == 1
    assert orchestra.told == [(f"case/{case_id}", "evidence_attached")]
    assert await _waiting(world, complaint_id) == 0


async def test_a_fact_that_nobody_comes_to_hear_is_brought_to_a_person(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, pool = parts
    complaint_id = uuid4()
    await taking.complaint(_received(complaint_id))
    await starter.start_waiting()
    orchestra.ended.add(f"complaint/{complaint_id}")
    await taking.evidence(_attached(complaint_id, uuid4()))
    await catching_up(pool, orchestra, patience=0).tell_waiting()

    row = await world.row(
        "select count(*), min(kind) from workflow.act where complaint_id = $1", complaint_id
    )
    assert tuple(row) == (1, "evidence_attached")
    assert await _waiting(world, complaint_id) == 0


async def test_one_fact_that_cannot_be_told_holds_up_no_other(parts: Any, world: World) -> None:
    taking, starter, orchestra, pool = parts
    broken, fine = uuid4(), uuid4()
    for complaint_id in (broken, fine):
        await taking.complaint(_received(complaint_id))
        await taking.evidence(_attached(complaint_id, uuid4()))
    await world.run(
        "update workflow.early_fact set body = 'bukan json' where waits_for = $1", broken
    )
    await starter.start_waiting()
    await catching_up(pool, orchestra).tell_waiting()

    assert orchestra.told == [(f"complaint/{fine}", "evidence_attached")]
    assert await _waiting(world, broken) == 1
    await world.run("delete from workflow.early_fact where waits_for = $1", broken)


async def test_a_supplement_is_told_to_whoever_holds_the_complaint(
    parts: Any, world: World
) -> None:
    taking, starter, orchestra, _ = parts
    complaint_id, case_id = uuid4(), await world.case()
    await taking.complaint(_received(complaint_id))
    await starter.start_waiting()
    await taking.complaint(
        _received(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    )
    await world.run(
        "update workflow.complaint set state = 'opened', case_id = $2 where complaint_id = $1",
        complaint_id,
        case_id,
    )
    await taking.evidence(_attached(complaint_id, uuid4()))

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
    await taking.complaint(_received(complaint_id))
    await starter.start_waiting()
    await world.run(
        "update workflow.complaint set state = $2, case_id = $3 where complaint_id = $1",
        complaint_id,
        state,
        case_id if state == "opened" else None,
    )
    await world.run("update workflow.cases set closed_at = now() where case_id = $1", case_id)
    orchestra.ended |= {f"complaint/{complaint_id}", f"case/{case_id}"}
    late = _received(complaint_id, kind=ComplaintSupplemented, sequence=2, supplement=1)
    taken_back = _received(complaint_id, kind=ComplaintWithdrawn, sequence=3)
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
