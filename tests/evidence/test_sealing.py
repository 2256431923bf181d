"""Sealing over crashes and outages: nothing is lost, nothing is told twice."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.evidence import app as evidence_app
from services.evidence.parts import assemble
from services.evidence.sealer import Sealer
from services.evidence.sweeping import Sweeper
from services.evidence.vault import Vault
from services.evidence.workshop import workshop
from tests.evidence.proxy import Proxy
from tests.evidence.world import JURISDICTION, World, settings_of, until

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


async def state(world: World, evidence_id: UUID) -> str:
    return str((await world.row(evidence_id))["state"])


async def sealed(world: World, evidence_id: UUID) -> None:
    async def is_sealed() -> bool:
        return await state(world, evidence_id) == "sealed"

    await until(is_sealed)


async def emptied(world: World) -> None:
    """Nothing of the tests before waits to be sealed."""
    work = workshop(world.parts)

    async def empty() -> bool:
        while job := await work.queue.take():
            await work.sealing.seal(job)
        async with world.parts.database.connection() as conn:
            waiting = await conn.fetchval(
                "select count(*) from evidence.item where state in ('received', 'sealing')"
            )
        return not waiting

    await until(empty)


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
    for _ in range(4):
        world.background.start()
        await world.background.ready()
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        world.background.kill()
    world.background.start()
    for evidence_id, content in zip(evidence_ids, contents, strict=True):
        await sealed(world, evidence_id)
        given = await world.http.get(
            f"/v1/evidence/{evidence_id}/content", headers=world.as_agency()
        )
        assert given.content == content
        assert [event["sequence"] for event in await world.events(evidence_id)] == [1]


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


@asynccontextmanager
async def behind(world: World, proxy: Proxy) -> AsyncIterator[httpx.AsyncClient]:
    """Both halves of the service in this process, their store behind the proxy."""
    settings = settings_of(world.env | {"NETRAL_S3_ENDPOINT": proxy.address})
    parts = assemble(settings, "test-proxied")
    work = workshop(parts)
    loops = [
        asyncio.create_task(parts.proof.run()),
        asyncio.create_task(Sealer(work.queue, work.sealing, parts.proof).run()),
    ]
    transport = httpx.ASGITransport(app=evidence_app.build(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    await parts.close()


async def test_with_the_store_away_an_upload_is_a_503_and_leaves_nothing(idle: World):
    async with Proxy(idle.env["NETRAL_S3_ENDPOINT"]) as proxy, behind(idle, proxy) as http:
        proxied = replace_http(idle, http)
        proxy.cut()
        refused = await proxied.send(b"isi tanpa gudang", key="gudang", wait=None)
        proxy.mend()
        taken = await proxied.send(b"isi tanpa gudang", key="gudang", wait=20)

    assert (refused.status_code, refused.json()["code"]) == (503, "store-unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    assert taken.json()["state"] == "sealed"


async def test_the_store_going_away_in_the_middle_of_a_seal_is_tried_again(idle: World):
    content = os.urandom(20 * 1024 * 1024)
    async with Proxy(idle.env["NETRAL_S3_ENDPOINT"]) as proxy, behind(idle, proxy) as http:
        proxied = replace_http(idle, http)
        answer = await proxied.send(content, wait=None, kind="video/mp4")
        evidence_id, sent = UUID(answer.json()["evidence_id"]), proxy.passed

        async def in_the_middle() -> bool:
            return proxy.passed - sent > 30 * 1024 * 1024

        await until(in_the_middle)
        proxy.cut()

        async def put_back() -> bool:
            row = await idle.row(evidence_id)
            return row["state"] == "sealing" and row["held_by"] is None

        await until(put_back)
        proxy.mend()
        await sealed(idle, evidence_id)
        given = await proxied.http.get(
            f"/v1/evidence/{evidence_id}/content", headers=idle.as_agency()
        )

    assert given.content == content
    assert [event["type"] for event in await idle.events(evidence_id)] == ["netral.evidence.sealed"]


def replace_http(world: World, http: httpx.AsyncClient) -> World:
    """The same world, reached over another line."""
    other = replace(world)
    other.http = http
    return other


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

    async def digests(self, place):
        return replace(await super().digests(place), sha256=bytes(32))
