"""The legal clock and the directory are kept for a second; what was told is never missed by it."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime

import pytest

from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.database import Database
from tests.stack import TestDatabase


async def stands_on(database: Database, day: date) -> None:
    async with database.transaction() as conn:
        await conn.execute(
            "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
            " values (now(), $1, 0, 'test')",
            datetime.combine(day, datetime.min.time(), UTC),
        )


@pytest.fixture
async def pool(database: TestDatabase):
    pool = Database(database.dsn, size=3)
    yield pool
    await pool.close()


async def test_the_day_is_kept_for_a_second_but_never_from_whoever_looks_anew(pool: Database):
    await stands_on(pool, date(2024, 11, 20))
    clock = InstallationClock(pool)
    assert await clock.today("UTC") == date(2024, 11, 20)

    await stands_on(pool, date(2024, 11, 21))

    assert await clock.today("UTC") == date(2024, 11, 20)
    await clock.anew()
    assert await clock.today("UTC") == date(2024, 11, 21)


async def test_whoever_holds_all_connections_can_still_ask_the_day_and_the_directory(
    pool: Database,
):
    clock, directory = InstallationClock(pool), Directory(pool)
    async with AsyncExitStack() as holding:
        for _ in range(3):
            await holding.enter_async_context(pool.transaction())

        answered = await asyncio.gather(
            *(clock.today("UTC") for _ in range(20)),
            *(clock.anew() for _ in range(20)),
            *(directory.jurisdictions() for _ in range(20)),
        )

    assert len(answered) == 60
