"""Postgres frozen: every answer is a 503 in time, and afterwards all is as it was."""

import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from services.evidence.app import build
from tests.evidence.world import World, settings_of
from tests.line import Line

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]
IN_TIME = 2.5  # two seconds, and what a busy machine adds


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    far = urlsplit(world.env["NETRAL_DATABASE_DSN"])
    line = Line(far.hostname or "", far.port or 0)
    server = await line.open()
    yield line
    line.thaw()
    line.cut()
    server.close()


@pytest.fixture
async def client(world: World, line: Line) -> AsyncIterator[httpx.AsyncClient]:
    far = urlsplit(world.env["NETRAL_DATABASE_DSN"])
    through = far._replace(netloc=far.netloc.replace(f":{far.port}", f":{line.port}")).geturl()
    app = build(settings_of(world.env | {"NETRAL_DATABASE_DSN": through}))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=world.app.url) as client:
        yield client
    line.thaw()
    await app.state.counter.parts.close()


async def test_with_postgres_frozen_every_answer_is_503_in_time_and_then_it_goes_on(
    world: World, client: httpx.AsyncClient, line: Line
) -> None:
    evidence_id, caller = await world.sealed(b"contoh"), world.as_agency()
    one = f"/v1/evidence/{evidence_id}"
    granted = world.as_official("download", evidence_id)
    asked = [
        ("GET", "/v1/evidence", caller),
        ("GET", one, caller),
        ("GET", f"{one}/custody", granted),
        ("GET", f"{one}/content", granted),
        ("POST", "/v1/evidence?jurisdiction=35.08", caller),
        ("POST", "/v1/evidence?jurisdiction=35.08", world.as_official("upload", uuid4())),
    ]
    sent = {"idempotency-key": str(uuid4()), "content-type": "text/plain"}

    async def ask(method: str, path: str, who: dict[str, str]) -> tuple[int, float]:
        began = time.monotonic()
        body = b"contoh" if method == "POST" else None
        answer = await client.request(method, path, headers=who | sent, content=body)
        return answer.status_code, time.monotonic() - began

    before = [await ask(*one) for one in asked]
    sent["idempotency-key"] = str(uuid4())
    line.freeze()
    frozen = [await ask(*one) for one in asked]
    line.thaw()
    line.cut()
    line.thaw()
    after = [await ask(*one) for one in asked]

    assert [status for status, _ in before] == [200, 200, 200, 200, 202, 202]
    assert {status for status, _ in frozen} == {503}
    assert max(took for _, took in frozen) < IN_TIME
    assert [status for status, _ in after] == [200, 200, 200, 200, 202, 202]
