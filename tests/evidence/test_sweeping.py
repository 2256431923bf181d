"""What no complaint names goes with its lock; what a complaint or a case has stays."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.evidence.sweeping import Sweeper
from services.evidence.workshop import Workshop, workshop
from tests.evidence.world import JURISDICTION, World, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
async def work(idle: World) -> Workshop:
    """A workshop that locks for two seconds."""
    idle.app.start()
    await idle.app.ready()
    found = workshop(idle.parts)
    found.sealing._retention = timedelta(seconds=2)
    return found


async def sealed(world: World, work: Workshop, **fields: Any) -> UUID:
    answer = await world.send(os.urandom(300), wait=None, name="kanari.txt", **fields)
    while job := await work.queue.take():
        await work.sealing.seal(job)
    return UUID(answer.json()["evidence_id"])


async def swept(world: World, work: Workshop, evidence_id: UUID) -> bool:
    await work.sweeper.sweep_unnamed()
    await work.sweeper.remove_swept()
    gone = not await world.parts.vault.versions(f"{JURISDICTION}/{evidence_id}")
    return gone and (await world.row(evidence_id))["state"] == "swept"


async def test_an_unnamed_item_is_listed_and_swept_after_its_lock(idle: World, work: Workshop):
    evidence_id = await sealed(idle, work)
    listed = await idle.http.get(
        "/v1/evidence", headers=idle.as_agency(), params={"unnamed": "true"}
    )
    too_early = await swept(idle, work, evidence_id)
    await until(lambda: swept(idle, work, evidence_id))
    told = (await idle.http.get(f"/v1/evidence/{evidence_id}", headers=idle.as_agency())).json()
    given = await idle.http.get(f"/v1/evidence/{evidence_id}/content", headers=idle.as_agency())
    custody = await idle.http.get(f"/v1/evidence/{evidence_id}/custody", headers=idle.as_agency())

    assert str(evidence_id) in listed.text
    assert not too_early
    assert (told["state"], told["name"], told["claimed"]) == ("swept", None, {})
    assert (given.status_code, given.json()["code"]) == (409, "evidence-not-sealed")
    assert custody.json()["intact"] is True
    assert [entry["act"] for entry in custody.json()["entries"]] == ["received", "sealed", "swept"]


async def test_a_named_item_and_an_officials_are_never_swept(idle: World, work: Workshop):
    named = await sealed(idle, work)
    officials = await sealed(idle, work, caller=idle.as_official("upload", uuid4()))
    unnamed = await sealed(idle, work)
    await work.attaching.name(uuid4(), "bawaslu-3508", JURISDICTION, [named])
    async with idle.parts.database.connection() as conn:
        await conn.execute(
            "update evidence.item set retain_until = clock_timestamp() - interval '1 day'"
            " where evidence_id = any($1::uuid[])",
            [named, officials],
        )
    await until(lambda: swept(idle, work, unnamed))

    for kept in (named, officials):
        assert (await idle.row(kept))["state"] == "sealed"
        assert await idle.parts.vault.versions(f"{JURISDICTION}/{kept}")


async def test_a_foreign_naming_does_not_save_an_item(idle: World, work: Workshop):
    evidence_id = await sealed(idle, work)
    await work.attaching.name(uuid4(), "bkn", JURISDICTION, [evidence_id])

    await until(lambda: swept(idle, work, evidence_id))


async def test_quarantined_bytes_that_no_row_knows_are_removed_and_others_stay(
    idle: World, work: Workshop
):
    parts = idle.parts
    answer = await idle.send(b"masih menunggu", wait=None)
    waiting = (await idle.row(UUID(answer.json()["evidence_id"])))["attempt"]
    orphan = uuid4()
    await parts.quarantine.put(orphan, 1, b"yatim")
    patient = Sweeper(
        parts.database, parts.quarantine, parts.vault, parts.clock, orphans_after=timedelta(hours=1)
    )
    now = Sweeper(
        parts.database, parts.quarantine, parts.vault, parts.clock, orphans_after=timedelta(0)
    )
    await patient.sweep_quarantine()
    before = await idle.attempts_in_quarantine()

    async def the_orphan_is_gone() -> bool:
        # Not at the first time perhaps: the store's time stamps are whole seconds.
        await now.sweep_quarantine()
        return orphan not in await idle.attempts_in_quarantine()

    await until(the_orphan_is_gone)

    assert {waiting, orphan} <= before
    assert waiting in await idle.attempts_in_quarantine()


async def test_a_key_that_was_cut_long_ago_is_forgotten(idle: World, work: Workshop):
    parts = replace(idle.parts)
    async with parts.database.connection() as conn:
        await conn.execute(
            "insert into evidence.upload"
            " (sender, key, jurisdiction, evidence_id, attempt, held_until)"
            " values ('agency:x', 'lama', '35.08', $1, $2, clock_timestamp() - interval '2 hours'),"
            " ('agency:x', 'baru', '35.08', $3, $4, clock_timestamp())",
            *(uuid4() for _ in range(4)),
        )
    await work.sweeper.forget_dead_keys()
    async with parts.database.connection() as conn:
        left = await conn.fetch("select key from evidence.upload where sender = 'agency:x'")

    assert [row["key"] for row in left] == ["baru"]
