"""Sabotage behind the API: what the store no longer holds as it was sealed is never given out."""

import asyncio
import io
import os
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
from aiokafka.record.util import calc_crc32c

from deploy.embedded import Stack
from services.evidence.blocks import BLOCK
from tests.evidence.world import World

pytestmark = pytest.mark.stack


async def content(world: World, evidence_id: UUID, asked: str | None = None) -> httpx.Response:
    headers = world.as_agency() | ({"Range": asked} if asked else {})
    return await world.http.get(f"/v1/evidence/{evidence_id}/content", headers=headers)


async def forged(world: World, evidence_id: UUID, altered: bytes) -> None:
    """As one could who has the passwords of both the store and the database."""
    row = await world.row(evidence_id)
    bucket = world.env["NETRAL_S3_VAULT_BUCKET"]
    written = await asyncio.to_thread(
        world.parts.objects.client.put_object,
        bucket,
        row["vault_key"],
        io.BytesIO(altered),
        len(altered),
    )
    async with world.parts.database.connection() as conn:
        await conn.execute(
            "update evidence.item set vault_version = $2 where evidence_id = $1",
            evidence_id,
            written.version_id,
        )


async def alarms(world: World, evidence_id: UUID) -> list[int]:
    headers = world.as_official("view", evidence_id)
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=headers)
    return [
        entry["detail"]["block"]
        for entry in told.json()["entries"]
        if entry["act"] == "alteration_found"
    ]


async def test_an_altered_byte_is_a_problem_before_the_first_byte(world: World):
    original = os.urandom(3000)
    evidence_id = await world.sealed(original)
    await forged(world, evidence_id, original[:-1] + bytes([original[-1] ^ 1]))
    for asked in (None, "bytes=0-9", "bytes=-1"):
        answer = await content(world, evidence_id, asked)

        assert (answer.status_code, answer.json()["code"]) == (500, "evidence-altered")
        assert answer.headers["content-type"] == "application/problem+json"
    assert await alarms(world, evidence_id) == [0, 0, 0]
    told = await world.http.get(f"/v1/evidence/{evidence_id}", headers=world.as_agency())
    assert told.json()["warnings"][-1] == "altered"
    assert told.json()["content_url"] is None


async def take(world: World, evidence_id: UUID, taken: bytearray) -> None:
    address = f"/v1/evidence/{evidence_id}/content"
    async with world.http.stream("GET", address, headers=world.as_agency()) as answer:
        async for piece in answer.aiter_bytes():
            taken += piece


async def test_an_alteration_further_on_cuts_the_line_before_its_block(world: World):
    original = bytearray(os.urandom(6 * BLOCK))
    evidence_id = await world.sealed(bytes(original), kind="video/mp4")
    whole = bytes(original)
    original[5 * BLOCK + 7] ^= 0x10
    await forged(world, evidence_id, bytes(original))
    taken = bytearray()
    with pytest.raises(httpx.RemoteProtocolError):
        await take(world, evidence_id, taken)
    early = await content(world, evidence_id, f"bytes=0-{4 * BLOCK - 1}")
    late = await content(world, evidence_id, f"bytes={5 * BLOCK}-{5 * BLOCK}")

    assert whole.startswith(bytes(taken))
    assert len(taken) <= 5 * BLOCK
    assert early.content == whole[: 4 * BLOCK]
    assert late.status_code == 500
    assert await alarms(world, evidence_id) == [5, 5]


async def test_shorter_longer_and_swapped_bytes_are_found(world: World):
    original = os.urandom(2 * BLOCK)
    for altered in (original[:-1], original[BLOCK:] + original[:BLOCK], b""):
        evidence_id = await world.sealed(original, kind="video/mp4")
        await forged(world, evidence_id, altered)
        answer = await content(world, evidence_id)

        assert (answer.status_code, answer.json()["code"]) == (500, "evidence-altered")


async def test_a_delete_marker_and_a_newer_version_change_nothing(world: World):
    original = os.urandom(500)
    evidence_id = await world.sealed(original)
    key = (await world.row(evidence_id))["vault_key"]
    client, bucket = world.parts.objects.client, world.env["NETRAL_S3_VAULT_BUCKET"]
    await asyncio.to_thread(client.put_object, bucket, key, io.BytesIO(b"palsu"), 5)
    await asyncio.to_thread(client.remove_object, bucket, key)

    assert (await content(world, evidence_id)).content == original


async def test_a_flipped_bit_on_the_stores_own_disk_is_never_served(world: World, servers: Stack):
    original = b"KANARI" + os.urandom(60_000)
    evidence_id = await world.sealed(original)
    flipped = await asyncio.to_thread(flip_on_disk, servers.layout.folder.data, original)
    answer = await content(world, evidence_id)

    assert flipped
    assert answer.status_code >= 500
    assert b"KANARI" not in answer.content


def flip_on_disk(folder: Path, content: bytes) -> int:
    """Flip one bit of the stored bytes, and mend the store's own checksum where it has one."""
    found = 0
    for volume in folder.rglob("*.dat"):
        data = bytearray(volume.read_bytes())
        at = data.find(content)
        while at >= 0:
            found += 1
            data[at + 100] ^= 1
            sums = (calc_crc32c(content), calc_crc32c(bytes(data[at : at + len(content)])))
            old, new = (value.to_bytes(4, "big") for value in sums)
            end = at + len(content)
            place = data.find(old, end, end + 64)
            with volume.open("r+b") as file:
                file.seek(at + 100)
                file.write(data[at + 100 : at + 101])
                if place >= 0:
                    file.seek(place)
                    file.write(new)
            at = data.find(content, end)
    return found


async def test_custody_that_was_changed_in_the_database_is_told_as_broken(world: World, database):
    evidence_id = await world.sealed()
    await content(world, evidence_id)
    owner = await asyncpg.connect(database.dsn)
    try:
        await owner.execute("alter table evidence.custody disable trigger all")
        await owner.execute(
            "update evidence.custody set actor = 'agency:lain' where evidence_id = $1 and n = 2",
            evidence_id,
        )
        await owner.execute("alter table evidence.custody enable trigger all")
    finally:
        await owner.close()
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=world.as_agency())

    assert (told.json()["intact"], told.json()["broken_at"]) == (False, 2)


async def test_the_service_itself_cannot_change_custody(world: World):
    evidence_id = await world.sealed()
    async with world.parts.database.connection() as conn:
        for statement in (
            "update evidence.custody set actor = 'x'",
            "delete from evidence.custody",
            "truncate evidence.custody",
            "alter table evidence.custody disable trigger all",
            "delete from evidence.item",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(statement)
    told = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=world.as_agency())

    assert told.json()["intact"] is True


async def test_an_object_removed_by_an_administrator_is_an_alteration(world: World):
    evidence_id = await world.sealed()
    row = await world.row(evidence_id)
    await asyncio.to_thread(remove_past_the_lock, world, row["vault_key"], row["vault_version"])
    answer = await content(world, evidence_id)

    assert (answer.status_code, answer.json()["code"]) == (500, "evidence-altered")


def remove_past_the_lock(world: World, key: str, version: str) -> None:
    """GOVERNANCE lets an administrator do this; COMPLIANCE nobody."""
    client, bucket = world.parts.objects.client, world.env["NETRAL_S3_VAULT_BUCKET"]
    client._execute(
        "DELETE",
        bucket,
        key,
        headers={"x-amz-bypass-governance-retention": "true"},
        query_params={"versionId": version},
    )
