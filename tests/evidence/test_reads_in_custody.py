"""Every read is in custody: who read and why, as much of it as the reader may know."""

from uuid import UUID, uuid4

import pytest

from tests.evidence.world import World

pytestmark = pytest.mark.stack


async def custody_acts(world: World, evidence_id: UUID) -> list[str]:
    headers = world.as_official("view", evidence_id)
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=headers)
    assert told.json()["intact"] is True
    return [entry["act"] for entry in told.json()["entries"]]


async def test_the_name_is_shown_under_a_grant_to_reveal_and_that_is_custody(world: World):
    evidence_id = await world.sealed(name="nama-asli.txt")
    told = await world.http.get(
        f"/v1/evidence/{evidence_id}", headers=world.as_official("reveal", evidence_id)
    )
    acts = await custody_acts(world, evidence_id)

    assert told.json()["name"] == "nama-asli.txt"
    assert acts == ["received", "sealed", "name_revealed", "viewed"]


async def test_reads_and_downloads_are_in_custody_with_who_and_why(world: World):
    evidence_id, case = await world.sealed(), uuid4()
    address = f"/v1/evidence/{evidence_id}"
    await world.http.get(f"{address}/content", headers=world.as_agency())
    await world.http.get(address, headers=world.as_official("view", evidence_id))
    await world.http.get(
        f"{address}/content",
        headers=world.as_official("download", evidence_id, case_id=case, purpose="pemeriksaan")
        | {"Range": "bytes=1-2"},
    )
    told = await world.http.get(
        f"{address}/custody", headers=world.as_official("view", evidence_id)
    )
    entries = told.json()["entries"]

    assert [(entry["actor"], entry["act"]) for entry in entries] == [
        ("agency:bawaslu-3508", "received"),
        ("service:evidence", "sealed"),
        ("agency:bawaslu-3508", "downloaded"),
        ("person:inspector-3508", "viewed"),
        ("person:inspector-3508", "downloaded"),
        ("person:inspector-3508", "viewed"),
    ]
    assert entries[4]["detail"] | {"grant": "", "purpose_sealed": ""} == {
        "case_id": str(case),
        "grant": "",
        "purpose_sealed": "",
        "range": "1-2",
    }
    assert [entry["purpose"] for entry in entries] == [
        *(None, None, None),
        *("telaah", "pemeriksaan", "telaah"),
    ]
    assert [entry["n"] for entry in entries] == [1, 2, 3, 4, 5, 6]


async def test_an_agency_learns_that_an_official_acted_not_who_and_why(world: World):
    evidence_id = await world.sealed()
    await world.http.get(
        f"/v1/evidence/{evidence_id}",
        headers=world.as_official("view", evidence_id, case_id=uuid4(), purpose="kanari"),
    )
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=world.as_agency())

    assert told.json()["intact"] is True
    assert told.json()["entries"][2]["actor"] == "official"
    assert "inspector" not in told.text
    assert "kanari" not in told.text
    assert "case_id" not in told.text


async def test_why_an_official_acted_is_in_clear_in_no_row_and_read_by_a_grant(world: World):
    why, case = "menemui Saksi Contoh 7", uuid4()
    upload = world.as_official("upload", case, case_id=case, purpose=why)
    evidence_id = await world.sealed(b"BAP", kind="text/plain", caller=upload)
    reading = world.as_official("download", evidence_id, purpose=why)
    await world.http.get(f"/v1/evidence/{evidence_id}/content", headers=reading)
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=reading)
    async with world.parts.database.connection() as conn:
        rows = await conn.fetch("select * from evidence.custody")
    logged = world.app.log.read_text() + world.background.log.read_text()

    assert told.json()["intact"] is True
    assert [entry["purpose"] for entry in told.json()["entries"]] == [why, None, why, why]
    assert str(case) in str([dict(row) for row in rows])
    assert "Saksi" not in str([dict(row) for row in rows])
    assert "Saksi" not in logged
