"""Postgres gone, frozen or mute: 503 within two seconds, and it comes back by itself."""

import asyncio
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from services.intake.app import build
from services.kit import bounded
from services.kit.errors import Unavailable
from tests.intake.conftest import Counter, terminate_sessions
from tests.intake.makers import a_small_body
from tests.line import Line


@pytest.fixture
async def line(counter: Counter) -> AsyncIterator[Line]:
    far = urlsplit(counter.settings.database_dsn)
    line = Line(far.hostname or "", far.port or 0)
    server = await line.open()
    yield line
    line.thaw()
    line.cut()
    server.close()


@pytest.fixture
async def app(counter: Counter, line: Line) -> AsyncIterator[FastAPI]:
    far = urlsplit(counter.settings.database_dsn)
    through = far._replace(netloc=far.netloc.replace(f":{far.port}", f":{line.port}")).geturl()
    app = build(counter.settings.model_copy(update={"database_dsn": through}))
    yield app
    line.thaw()
    await app.state.desk.database.close()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        yield client


async def attempt(
    client: httpx.AsyncClient, counter: Counter, key: str
) -> tuple[int, float, httpx.Response]:
    begun = time.monotonic()
    answer = await client.post(
        "/v1/complaints",
        json=a_small_body(narrative=key),
        headers={
            "authorization": f"Bearer {counter.tokens['sp4n']}",
            "idempotency-key": key,
        },
    )
    return answer.status_code, time.monotonic() - begun, answer


@pytest.mark.parametrize("way", ["freeze", "cut"])
async def test_without_postgres_every_answer_is_503_in_time_and_then_it_goes_on(
    client: httpx.AsyncClient, counter: Counter, line: Line, way: str
) -> None:
    status, _, first = await attempt(client, counter, f"{way}-first")
    assert status == 202, first.text
    getattr(line, way)()
    down = [
        outcome
        for number in range(3)
        for outcome in await asyncio.gather(
            *(attempt(client, counter, f"{way}-{number}-{n}") for n in range(6))
        )
    ]
    read = await client.get(
        "/v1/complaints", headers={"authorization": f"Bearer {counter.tokens['sp4n']}"}
    )
    ready = await client.get("/readyz")
    alive = await client.get("/livez")
    line.thaw()
    returned = time.monotonic()
    async with asyncio.timeout(10):
        while (await attempt(client, counter, f"{way}-0-0"))[0] != 202:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    back_after = time.monotonic() - returned
    after = [(await attempt(client, counter, f"{way}-{n}-{m}"))[0] for n in (1, 2) for m in (1, 2)]

    assert {status for status, _, _ in down} == {503}
    assert max(took for _, took, _ in down) < 2.5  # two seconds, and what a busy machine adds
    assert all(1 <= int(answer.headers["retry-after"]) <= 60 for _, _, answer in down)
    assert {answer.json()["code"] for _, _, answer in down} == {"database-unavailable"}
    assert (read.status_code, ready.status_code, alive.status_code) == (503, 503, 200)
    assert back_after < 10
    assert set(after) == {202}


async def test_one_request_waits_for_a_frozen_postgres_only_once(
    app: FastAPI, client: httpx.AsyncClient, counter: Counter, line: Line
) -> None:
    """Who asks is known from a moment ago, and the clock is not: the wait is in the middle."""
    await attempt(client, counter, "once-0")
    async with asyncio.timeout(5):
        while app.state.desk.clock.is_fresh:  # noqa: ASYNC110 -- it ages by itself
            await asyncio.sleep(0.02)
    credential = {"authorization": f"Bearer {counter.tokens['sp4n']}"}
    read = await client.get("/v1/complaints", headers=credential)
    line.freeze()
    known, dated = app.state.desk.directory.is_fresh, app.state.desk.clock.is_fresh
    status, took, _ = await attempt(client, counter, "once-1")

    assert (read.status_code, known, dated) == (200, True, False)
    assert status == 503
    assert took < 2.5


async def test_a_session_that_is_ended_costs_one_answer_at_most(
    client: httpx.AsyncClient, counter: Counter
) -> None:
    await attempt(client, counter, "ended-0")
    await terminate_sessions(counter.admin._dsn, "netral-intake")
    statuses = [(await attempt(client, counter, f"ended-{n}"))[0] for n in range(3)]

    assert statuses[1:] == [202, 202]
    assert statuses[0] in {202, 503}


async def test_a_line_that_breaks_while_nothing_is_asked_is_unavailable(
    counter: Counter,
) -> None:
    async def hold_and_ask() -> None:
        async with counter.desk.database.connection() as conn:
            await terminate_sessions(counter.admin._dsn, "netral-intake")
            async with asyncio.timeout(5):
                while conn._con is not None:  # noqa: ASYNC110 -- asyncpg tells nobody
                    await asyncio.sleep(0.01)
            await conn.fetchval("select 1")

    with pytest.raises(Unavailable):
        await hold_and_ask()


async def test_a_transaction_whose_line_breaks_between_two_statements_is_unavailable(
    counter: Counter,
) -> None:
    async def write_twice() -> None:
        async with bounded.transaction(counter.desk.database) as conn:
            await terminate_sessions(counter.admin._dsn, "netral-intake")
            async with asyncio.timeout(5):
                while not conn.is_closed():  # noqa: ASYNC110 -- asyncpg tells nobody
                    await asyncio.sleep(0.01)
            await conn.execute("select 1")

    with pytest.raises(Unavailable):
        await write_twice()
