"""Memory stays flat whatever the size: upload, seal and reading hold a few parts at a time."""

import asyncio
import os
from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID, uuid4

import psutil
import pytest

from tests.evidence.world import Process, World, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MIB = 1024 * 1024
GROWTH = 128 * MIB
PIECE = os.urandom(MIB)


class Peak:
    """The most memory a process has held while it was watched."""

    def __init__(self, process: Process) -> None:
        self._process = psutil.Process(process.pid)
        self.start = self._process.memory_info().rss
        self.most = self.start
        self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            self.most = max(self.most, self._process.memory_info().rss)
            await asyncio.sleep(0.02)

    def growth(self) -> int:
        self._watching.cancel()
        return self.most - self.start


async def film(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // MIB):
        yield PIECE


async def sent(world: World, size: int) -> UUID:
    answer = await world.http.post(
        "/v1/evidence",
        params={"jurisdiction": "35.08"},
        headers=world.as_agency()
        | {
            "Idempotency-Key": str(uuid4()),
            "Content-Type": "video/mp4",
            "Content-Length": str(size),
        },
        content=film(size),
        timeout=300,
    )
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["evidence_id"])


async def read(world: World, evidence_id: UUID, size: int) -> None:
    seen, address = sha256(), f"/v1/evidence/{evidence_id}/content"
    async with world.http.stream("GET", address, headers=world.as_agency(), timeout=300) as answer:
        async for piece in answer.aiter_bytes():
            seen.update(piece)
    whole = sha256()
    for _ in range(size // MIB):
        whole.update(PIECE)
    assert seen.digest() == whole.digest()


async def through(world: World, size: int, count: int) -> tuple[int, int]:
    """So many files of that size at once, in and out; how much both processes grew."""
    await world.sealed(b"pemanasan")
    app, background = Peak(world.app), Peak(world.background)
    evidence_ids = await asyncio.gather(*(sent(world, size) for _ in range(count)))

    async def sealed() -> bool:
        states = [(await world.row(one))["state"] for one in evidence_ids]
        return all(state == "sealed" for state in states)

    await until(sealed, 240)
    for evidence_id in evidence_ids:
        await read(world, evidence_id, size)
    return app.growth(), background.growth()


async def test_three_files_at_once_cost_no_more_than_some_parts(world: World):
    app, background = await through(world, 24 * MIB, 3)

    assert app < GROWTH
    assert background < GROWTH


@pytest.mark.full
async def test_a_file_of_the_largest_size_costs_no_more(world: World):
    world.app.kill()
    world.app.start(env={"NETRAL_UPLOAD_LIMIT": str(512 * MIB)})
    await world.app.ready()
    app, background = await through(world, 512 * MIB, 1)

    assert app < GROWTH
    assert background < GROWTH
