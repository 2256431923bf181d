"""An official's own finding is there for him at once; what ends by his act reads so at once."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.contracts.law import Outcome
from services.workflow.activities import orders
from services.workflow.activities.settling import Settling
from services.workflow.acts import Act, Actor, Facts
from services.workflow.clocks import Clocks
from services.workflow.forms.kinds import TaskKind
from services.workflow.workflows.state import Scope
from tests.workflow.edge.conftest import Beside
from tests.workflow.edge.recording import recording
from tests.workflow.edge.world import LUMAJANG, NOW, World

ON = date(2024, 10, 9)


async def submitted(beside: Beside, complaint_id: UUID, who: str, **more: Any) -> httpx.Response:
    """What the official is answered, where intake took it under that id."""
    receipt = {
        "complaint_id": str(complaint_id),
        "received_at": NOW.isoformat(),
        "status_url": f"http://intake.test/v1/complaints/{complaint_id}",
    }
    answer = httpx.Response(more.pop("status", 202), json=receipt | more)
    world = await beside(httpx.MockTransport(lambda _: answer))
    async with world.client(who) as client:
        return await client.post(
            "/v1/findings", json={"narrative": "x"}, headers={"idempotency-key": str(uuid4())}
        )


async def read(world: World, who: str, complaint_id: UUID) -> tuple[int, dict[str, Any]]:
    async with world.client(who) as client:
        answer = await client.get(f"/v1/complaints/{complaint_id}")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("who", ["auditor-3508", "camat-3508"])
async def test_who_submitted_a_finding_reads_it_at_the_address_he_was_given(
    world: World, beside: Beside, who: str
) -> None:
    complaint_id = uuid4()
    answer = await submitted(beside, complaint_id, who)
    status, shown = await read(world, who, complaint_id)

    assert answer.json()["status_url"] == f"http://testserver/v1/complaints/{complaint_id}"
    assert (status, shown["stage"], shown["state"]) == (200, "received", "pending")
    assert (shown["kind"], shown["jurisdiction"]) == ("finding", LUMAJANG)
    for other in ("inspector-3508", "opd-head-3508", "auditor-3508-2"):
        assert (await read(world, other, complaint_id))[0] == 404


async def test_a_camat_reads_how_his_finding_stands_and_nothing_more(
    world: World, beside: Beside
) -> None:
    complaint_id, usual = await world.complaint(), await world.complaint()
    await world.task("triage", "intake_officer", complaint_id=complaint_id)
    await submitted(beside, complaint_id, "camat-3508")
    status, shown = await read(world, "camat-3508", complaint_id)

    assert (status, shown["state"], shown["content"]) == (200, "started", None)
    assert shown["tasks"] == shown["timeline"] == shown["evidence"] == []
    assert (await read(world, "camat-3508", usual))[0] == 404


async def test_who_becomes_its_respondent_reads_his_own_finding_no_more(
    world: World, beside: Beside
) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    await submitted(beside, complaint_id, "camat-3508")
    before = await read(world, "camat-3508", complaint_id)
    await world.run(
        "update workflow.respondent set profile = $2::jsonb where case_id = $1",
        case_id,
        json.dumps({"post_id": "camat-3508"}),
    )

    assert (before[0], (await read(world, "camat-3508", complaint_id))[0]) == (200, 404)


async def test_what_was_received_before_is_shown_where_an_official_can_read_it(
    beside: Beside,
) -> None:
    complaint_id = uuid4()
    first = {"status_url": f"http://intake.test/v1/complaints/{complaint_id}"}
    other = await beside(httpx.MockTransport(lambda _: httpx.Response(409, json=first)))
    async with other.client("auditor-3508") as client:
        answer = await client.post(
            "/v1/findings", json={"narrative": "x"}, headers={"idempotency-key": str(uuid4())}
        )

    assert answer.json() == {"status_url": f"http://testserver/v1/complaints/{complaint_id}"}


async def test_a_complaint_that_is_referred_out_reads_so_with_the_act_and_is_told_once(
    world: World,
) -> None:
    complaint_id = await world.complaint()
    scope = Scope(workflow_id="c", jurisdiction=LUMAJANG, complaint_id=complaint_id)
    ends = {"outcome": Outcome.REFERRED_OUT, "reason_code": "referred_out"}
    act = Act(
        act_id=uuid4(),
        kind=TaskKind.TRIAGE,
        person=Actor(id="intake-officer-3508", jurisdiction=LUMAJANG),
        happened_on=ON,
        recorded_at=NOW,
        facts=Facts(today=ON),
    )
    receipt = await recording(world).record_act(
        orders.ActToRecord(scope=scope, step=1, act=act, settled=orders.Settled(**ends))
    )
    shown = (await read(world, "inspector-3508", complaint_id))[1]
    clocks: Clocks = recording(world)._clocks
    await Settling(world.database, clocks, world.desk.contents).settle_complaint(
        orders.ComplaintToSettle(
            scope=scope, step=2, complaint_id=complaint_id, settled_on=ON, **ends
        )
    )
    told = await world.row(
        "select count(*) as n from workflow.outbox where key = $1", str(complaint_id)
    )

    assert receipt.stage == "closed"
    assert (shown["state"], shown["stage"], shown["outcome"]) == (
        "settled",
        "closed",
        "referred_out",
    )
    assert told["n"] == 1
