import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.grants import GrantVerifier
from tests.workflow.edge.conftest import Beside
from tests.workflow.edge.world import World

VERIFIER = GrantVerifier(
    [Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()]
)


async def test_a_grant_names_one_act_on_one_item_for_minutes(world: World) -> None:
    case_id, item = await world.case(), uuid4()
    await world.complaint(state="opened", case_id=case_id, evidence=(item,))
    body = {"act": "download", "item": str(item), "purpose": "BAP"}
    async with world.client("auditor-3508") as client:
        answer = await client.post(f"/v1/cases/{case_id}/grants", json=body)

    given = answer.json()
    grant = VERIFIER.verify(given["grant"], acts=("download",), item=str(item))
    assert answer.status_code == 201
    assert given["url"].endswith(f"/v1/evidence/{item}/content")
    assert (grant.person_id, grant.case_id, grant.purpose) == ("auditor-3508", case_id, "BAP")
    assert datetime.now(UTC) < grant.expires_at <= datetime.now(UTC) + timedelta(minutes=5)
    row = await world.row("select * from workflow.grant_issued where grant_id = $1", grant.id)
    assert (row["person_id"], row["act"], row["item"]) == ("auditor-3508", "download", str(item))
    assert b"BAP" not in bytes(row["purpose_sealed"])


@pytest.mark.parametrize("act", ["view", "download", "reveal"])
async def test_an_item_of_another_case_is_not_there(world: World, act: str) -> None:
    mine, other, item = await world.case(), await world.case(), uuid4()
    await world.complaint(state="opened", case_id=other, evidence=(item,))
    async with world.client("auditor-3508") as client:
        answer = await client.post(
            f"/v1/cases/{mine}/grants", json={"act": act, "item": str(item), "purpose": "x"}
        )

    assert answer.status_code == 404


async def test_who_complained_is_opened_to_the_inspektorat_only(world: World) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    await world.task("decide", "ppk", case_id=case_id, respondent=1, post_id="ppk-3508")
    body = {"act": "reveal", "item": str(complaint_id), "purpose": "klarifikasi saksi"}
    answers = {}
    for person in ("inspector-3508", "ppk-3508"):
        async with world.client(person) as client:
            answers[person] = await client.post(f"/v1/cases/{case_id}/grants", json=body)

    assert answers["inspector-3508"].status_code == 201
    assert answers["inspector-3508"].json()["url"].endswith(f"/{complaint_id}/content")
    assert answers["ppk-3508"].json()["code"] == "reveal-not-yours"


async def test_before_there_is_a_case_the_task_gives_grants(world: World) -> None:
    item = uuid4()
    complaint_id = await world.complaint(evidence=(item,))
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    async with world.client("intake-officer-3508") as client:
        view = await client.post(
            f"/v1/tasks/{task_id}/grants", json={"act": "view", "item": str(item), "purpose": "x"}
        )
        upload = await client.post(
            f"/v1/tasks/{task_id}/grants", json={"act": "upload", "purpose": "x"}
        )

    assert (view.status_code, upload.status_code) == (201, 201)
    grant = VERIFIER.verify(upload.json()["grant"], acts=("upload",), item=str(task_id))
    assert grant.jurisdiction == "35.08"
    assert upload.json()["url"].endswith("/v1/evidence?jurisdiction=35.08")


async def test_a_grant_without_a_purpose_is_refused(world: World) -> None:
    case_id = await world.case()
    async with world.client("auditor-3508") as client:
        answer = await client.post(
            f"/v1/cases/{case_id}/grants", json={"act": "upload", "purpose": "   "}
        )

    assert answer.status_code == 422


async def test_a_purpose_is_in_clear_in_no_row_and_no_log(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person may have written a name there."""
    purpose, known = "kenari-keperluan-7391", "auditor-3508"
    case_id, item = await world.case(), uuid4()
    complaint_id = await world.complaint(state="opened", case_id=case_id, evidence=(item,))
    wanted = (("view", item), ("download", item), ("upload", case_id), ("reveal", complaint_id))
    async with world.client("auditor-3508") as client:
        for act, about in wanted:
            body = {"act": act, "item": str(about), "purpose": purpose}
            answer = await client.post(f"/v1/cases/{case_id}/grants", json=body)
            assert answer.status_code == 201, answer.text
        refused = await client.post(
            f"/v1/cases/{case_id}/grants",
            json={"act": "view", "item": str(uuid4()), "purpose": purpose},
        )
    said = capsys.readouterr()
    rows = await _everything(world)

    assert refused.status_code == 404
    assert known in rows  # the search finds what is there
    for place in (rows, said.out, said.err, refused.text):
        assert purpose not in place
        assert purpose.encode().hex() not in place


async def _everything(world: World) -> str:
    """Every row of the service's schema, as text; bytes are hexadecimal."""
    async with world.database.connection() as conn:
        tables = await conn.fetch(
            "select table_name from information_schema.tables where table_schema = 'workflow'"
        )
        rows = [
            row["said"]
            for table in tables
            for row in await conn.fetch(
                f"select t::text as said from workflow.{table['table_name']} t"
            )
        ]
    return "\n".join(rows)


async def test_a_finding_goes_through_intakes_one_door(beside: Beside) -> None:
    sent: list[httpx.Request] = []

    def intake(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(202, json={"complaint_id": "c"})

    other = await beside(httpx.MockTransport(intake))
    async with other.client("inspector-3508") as client:
        first = await client.post(
            "/v1/findings", json={"narrative": "x"}, headers={"idempotency-key": "k"}
        )
    async with other.client("irban-3508") as client:
        await client.post("/v1/findings", json={"narrative": "x"}, headers={"idempotency-key": "k"})

    assert (first.status_code, first.json()) == (202, {"complaint_id": "c"})
    assert str(sent[0].url).endswith("/v1/complaints")
    token = sent[0].headers["authorization"].removeprefix("Grant ")
    grant = VERIFIER.verify(token, acts=("submit",))
    assert (grant.person_id, grant.jurisdiction) == ("inspector-3508", "35.08")
    assert json.loads(sent[0].content) == {"narrative": "x"}
    assert sent[0].headers["idempotency-key"] != sent[1].headers["idempotency-key"]


async def test_intake_away_is_said_so(beside: Beside) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away", request=request)

    other = await beside(httpx.MockTransport(away))
    async with other.client("inspector-3508") as client:
        answer = await client.post("/v1/findings", json={}, headers={"idempotency-key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (503, "intake-unavailable")
    assert int(answer.headers["retry-after"]) >= 1
