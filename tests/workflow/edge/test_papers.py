"""Whose an item is: asked wherever an evidence id is named."""

import json
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.contracts.events import EvidenceAttached, EvidenceData, EvidenceEvent, EvidenceSealed
from services.workflow.register import papers
from services.workflow.register.arrivals import take_evidence
from services.workflow.register.papers import Matter
from tests.workflow.edge.conftest import Beside
from tests.workflow.edge.world import NOW, World


def _told(item: UUID, kind: Any = EvidenceSealed, sequence: int = 1, **more: Any) -> EvidenceEvent:
    usual = {"evidence_id": item, "sha256": "cd", "size": 1, "media_type": "image/png"}
    made: EvidenceEvent = kind(
        id=uuid4(),
        source="/netral/evidence",
        subject=item,
        time=NOW,
        sequence=sequence,
        jurisdiction="35.08",
        data=EvidenceData(**usual, **more),
    )
    return made


async def _take(world: World, *events: EvidenceEvent) -> None:
    async with world.database.transaction() as conn:
        for event in events:
            await take_evidence(conn, event)


async def _grant(world: World, case_id: UUID, item: UUID) -> int:
    async with world.client("auditor-3508") as client:
        answer = await client.post(
            f"/v1/cases/{case_id}/grants",
            json={"act": "download", "item": str(item), "purpose": "BAP"},
        )
    return answer.status_code


async def test_one_item_that_two_cases_name_is_in_both(world: World) -> None:
    item, cases = uuid4(), [await world.case(), await world.case()]
    for case_id in cases:
        await world.complaint(state="opened", case_id=case_id, evidence=(item,))

    assert [await _grant(world, case_id, item) for case_id in cases] == [201, 201]


async def test_a_name_of_another_agencys_item_opens_nothing_and_shows_nothing(
    world: World,
) -> None:
    case_id, item = await world.case(), uuid4()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    await world.run(
        "update workflow.complaint set evidence_ids = $2 where complaint_id = $1",
        complaint_id,
        [item],
    )
    await world.item(item, agency="sp4n")
    async with world.client("auditor-3508") as client:
        shown = (await client.get(f"/v1/cases/{case_id}")).json()["evidence"]

    assert await _grant(world, case_id, item) == 404
    assert [(line["evidence_id"], line["state"], line["sha256"]) for line in shown] == [
        (str(item), "named", None)
    ]


async def test_an_officials_paper_is_his_matters_whichever_event_came_first(world: World) -> None:
    case_id, other = await world.case(), await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    for sent_for in (case_id, task_id):
        item = uuid4()
        await _take(
            world,
            _told(item, EvidenceAttached, 2, agency_id="office:35.08", complaint_id=uuid4()),
            _told(item, agency_id="office:35.08", sent_for=sent_for),
        )

        assert await _grant(world, case_id, item) == 201
        assert await _grant(world, other, item) == 404


async def test_a_paper_that_an_act_of_the_case_merely_names_is_not_opened(world: World) -> None:
    mine, other = await world.case(), await world.case()
    item = await world.item(sent_for=other)
    await world.run(
        "insert into workflow.act (workflow_id, step, act_id, kind, case_id, recorded_at, data)"
        " values ('w', 1, $1, 'investigate', $2, $3, $4::jsonb)",
        uuid4(),
        mine,
        NOW,
        json.dumps({"scan": str(item)}),
    )
    async with world.database.connection() as conn:
        foreign = await papers.of_another_matter(conn, "35.08", Matter(case_id=mine), [item])

    assert await _grant(world, mine, item) == 404
    assert foreign == (item,)


@pytest.mark.parametrize(
    ("of", "status", "code"),
    [
        ("mine", 202, None),
        ("hidden", 409, "evidence-of-another-matter"),
        ("agency", 409, "evidence-of-another-matter"),
        ("unknown", 409, "evidence-not-sealed"),
    ],
)
async def test_a_finding_names_only_papers_of_matters_that_its_official_sees(
    world: World, beside: Beside, of: str, status: int, code: str | None
) -> None:
    hidden = await world.case(about_inspectorate=True)
    items = {
        "mine": await world.item(sent_for=await world.case()),
        "hidden": await world.item(sent_for=hidden),
        "agency": await world.item(),
        "unknown": uuid4(),
    }
    sent: list[httpx.Request] = []

    def intake(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(202, json={"complaint_id": "c"})

    other = await beside(httpx.MockTransport(intake))
    async with other.client("inspector-3508") as client:
        answer = await client.post(
            "/v1/findings",
            json={"narrative": "x", "evidence": [{"id": str(items[of]), "kind": "photo"}]},
            headers={"idempotency-key": f"finding-{of}"},
        )

    assert (answer.status_code, answer.json().get("code"), len(sent)) == (
        status,
        code,
        int(status == 202),
    )
