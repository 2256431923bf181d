"""Receiving and sealing over kills: nothing is lost, nothing is told twice."""

import os
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.evidence.sweeping import Sweeper
from tests.evidence.sealing import sealed, state
from tests.evidence.world import JURISDICTION, World, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]
DYING = "tests.evidence.dying"


@pytest.fixture
async def world(idle: World) -> AsyncIterator[World]:
    """The HTTP process runs; what seals is each test's own affair."""
    idle.app.start()
    await idle.app.ready()
    yield idle
    idle.app.kill()
    idle.background.kill()


async def told_once(world: World, evidence_id: UUID) -> None:
    """One event, one version in the vault, a custody of two entries that holds."""
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=world.as_agency())
    versions = await world.parts.vault.versions(f"{JURISDICTION}/{evidence_id}")

    assert [event["type"] for event in await world.events(evidence_id)] == [
        "netral.evidence.sealed"
    ]
    assert [entry["act"] for entry in told.json()["entries"]] == ["received", "sealed"]
    assert told.json()["intact"] is True
    assert len(versions) == 1


def sweeper(world: World) -> Sweeper:
    """A sweeper that does not wait for an hour."""
    parts = world.parts
    return Sweeper(
        parts.database, parts.quarantine, parts.vault, parts.clock, orphans_after=timedelta(0)
    )


@pytest.mark.parametrize(
    "instant",
    ["evidence.before_vault", "evidence.in_vault_before_commit", "evidence.sealed_before_clearing"],
)
async def test_a_sealer_killed_at_a_bad_instant_loses_nothing_and_doubles_nothing(
    world: World, instant: str, tmp_path: Path
):
    content = os.urandom(9 * 1024 * 1024)
    answer = await world.send(content, wait=None, kind="video/mp4")
    evidence_id, marker = UUID(answer.json()["evidence_id"]), tmp_path / "died"
    world.background.start(DYING, "services.evidence.background", instant, str(marker))

    assert await world.background.ended() == -9
    assert marker.exists()

    world.background.start()
    await sealed(world, evidence_id)
    await told_once(world, evidence_id)
    given = await world.http.get(f"/v1/evidence/{evidence_id}/content", headers=world.as_agency())
    await sweeper(world).sweep_quarantine()

    assert given.content == content
    assert (await world.row(evidence_id))["attempt"] not in await world.attempts_in_quarantine()


@pytest.mark.parametrize(
    ("instant", "kept"),
    [("evidence.before_receipt_commit", False), ("evidence.after_receipt_commit", True)],
)
async def test_a_receiver_killed_around_its_commit_is_found_out_by_the_repetition(
    idle: World, instant: str, kept: bool, tmp_path: Path
):
    idle.app.start(DYING, "services.evidence.app", instant, str(tmp_path / "died"))
    await idle.app.ready()
    try:
        content, key = os.urandom(5000), f"kunci-{instant}"
        with pytest.raises(httpx.TransportError):
            await idle.send(content, key=key, wait=None)
        assert await idle.app.ended() == -9
        idle.app.start()
        await idle.app.ready()
        async with idle.parts.database.connection() as conn:
            before = await conn.fetchval(
                "select count(*) from evidence.item where sha256 = $1", sha256(content).digest()
            )

        async def again() -> httpx.Response | None:
            answer = await idle.send(content, key=key, wait=None)
            assert answer.status_code in {202, 409}, answer.text
            return answer if answer.status_code == 202 else None

        answer = await until(again)
        async with idle.parts.database.connection() as conn:
            after = await conn.fetchval(
                "select count(*) from evidence.item where sha256 = $1", sha256(content).digest()
            )

        assert (before, after) == (int(kept), 1)
        assert answer.json()["sha256"] == sha256(content).hexdigest()
    finally:
        idle.app.kill()


async def test_a_background_process_killed_again_and_again_seals_all_in_the_end(world: World):
    chance = random.Random(8)  # noqa: S311 -- a seeded chance, no secret
    contents = [os.urandom(chance.randint(1, 3_000_000)) for _ in range(12)]
    answers = [await world.send(content, wait=None) for content in contents]
    evidence_ids = [UUID(answer.json()["evidence_id"]) for answer in answers]

    async def one_is_in_hand() -> bool:
        states = [await state(world, evidence_id) for evidence_id in evidence_ids]
        return "sealing" in states or set(states) == {"sealed"}

    for _ in range(4):
        world.background.start()
        await world.background.ready()
        await until(one_is_in_hand)
        world.background.kill()
    world.background.start()
    for evidence_id, content in zip(evidence_ids, contents, strict=True):
        await sealed(world, evidence_id)
        given = await world.http.get(
            f"/v1/evidence/{evidence_id}/content", headers=world.as_agency()
        )
        assert given.content == content
        assert [event["sequence"] for event in await world.events(evidence_id)] == [1]
