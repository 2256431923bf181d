"""What is sealed, what is refused, and by whom."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from services.evidence.vault import Vault
from services.evidence.workshop import workshop
from tests.evidence.sealing import emptied, state
from tests.evidence.world import JURISDICTION, World, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]


@pytest.fixture
async def world(idle: World) -> AsyncIterator[World]:
    """The HTTP process runs; what seals is each test's own affair."""
    idle.app.start()
    await idle.app.ready()
    yield idle
    idle.app.kill()
    idle.background.kill()


async def test_bytes_that_changed_in_quarantine_are_refused_and_told(world: World):
    answer = await world.send(b"isi yang asli", wait=None)
    evidence_id = UUID(answer.json()["evidence_id"])
    row = await world.row(evidence_id)
    await world.parts.quarantine.put(row["attempt"], 1, b"isi yang lain")
    world.background.start()

    async def refused() -> bool:
        return await state(world, evidence_id) == "refused"

    await until(refused)
    given = await world.http.get(f"/v1/evidence/{evidence_id}/content", headers=world.as_agency())
    events = await world.events(evidence_id)

    assert [(event["type"], event["sequence"]) for event in events] == [
        ("netral.evidence.refused", 1)
    ]
    assert (given.status_code, given.json()["code"]) == (409, "evidence-not-sealed")
    assert not await world.parts.vault.versions(f"{JURISDICTION}/{evidence_id}")


async def test_bytes_that_vanished_from_quarantine_are_refused(world: World):
    answer = await world.send(b"isi yang hilang", wait=None)
    evidence_id = UUID(answer.json()["evidence_id"])
    await world.parts.quarantine.discard((await world.row(evidence_id))["attempt"])
    world.background.start()

    async def refused() -> bool:
        return await state(world, evidence_id) == "refused"

    await until(refused)


async def test_only_one_sealer_commits_an_item_whose_hold_was_lost(world: World):
    await emptied(world)
    answer = await world.send(b"isi berebut", wait=None)
    evidence_id = UUID(answer.json()["evidence_id"])
    work = workshop(world.parts)
    first = await until(work.queue.take)
    async with world.parts.database.connection() as conn:
        await conn.execute(
            "update evidence.item set held_until = clock_timestamp() where evidence_id = $1",
            evidence_id,
        )
    second = await until(work.queue.take)
    await work.sealing.seal(second)
    outcomes = await asyncio.gather(work.sealing.seal(first), return_exceptions=True)

    assert first.item.evidence_id == second.item.evidence_id == evidence_id
    assert type(outcomes[0]).__name__ == "HoldLost"
    assert [event["sequence"] for event in await world.events(evidence_id)] == [1]


async def test_a_vault_that_gives_back_other_bytes_seals_nothing(world: World):
    await emptied(world)
    answer = await world.send(b"isi gudang bohong", wait=None)
    evidence_id = UUID(answer.json()["evidence_id"])
    work = workshop(replace(world.parts, vault=LyingVault(world)))
    job = await until(work.queue.take)
    outcomes = await asyncio.gather(work.sealing.seal(job), return_exceptions=True)

    assert type(outcomes[0]).__name__ == "NotAsWritten"
    assert await state(world, evidence_id) == "sealing"
    assert await world.events(evidence_id) == []


class LyingVault(Vault):
    """Says that it has other bytes than it was given."""

    def __init__(self, world: World) -> None:
        parts = world.parts
        super().__init__(parts.objects, world.env["NETRAL_S3_VAULT_BUCKET"], "GOVERNANCE")

    async def read_back(self, place, size):
        found = await super().read_back(place, size)
        return replace(found, digests=replace(found.digests, sha256=bytes(32)))
