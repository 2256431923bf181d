"""Receiving and sealing while the store is away."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.evidence import app as evidence_app
from services.evidence import objects
from services.evidence.parts import assemble
from services.evidence.sealer import Sealer
from services.evidence.workshop import workshop
from tests.evidence.proxy import Proxy
from tests.evidence.sealing import sealed
from tests.evidence.world import World, settings_of, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]


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


async def test_a_store_that_hangs_is_a_503_in_time_and_holds_no_key(
    idle: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(objects, "SILENCE", timedelta(seconds=2))
    async with Proxy(idle.env["NETRAL_S3_ENDPOINT"]) as proxy, behind(idle, proxy) as http:
        proxied = replace_http(idle, http)
        await proxied.sealed(b"sebelum")
        proxy.freeze()
        began = time.monotonic()
        refused = await proxied.send(b"isi tanpa jawaban", key="gantung", wait=None)
        seconds = time.monotonic() - began
        proxy.cut()
        proxy.mend()
        taken = await proxied.send(b"isi tanpa jawaban", key="gantung", wait=20)

    assert (refused.status_code, refused.json()["code"]) == (503, "store-unavailable")
    assert seconds < 2 + 2 + 2  # the silence, the clearing, and what a busy machine adds
    assert taken.json()["state"] == "sealed"
