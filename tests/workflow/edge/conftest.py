from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.kit.database import Database
from services.workflow.starting import ComplaintStarter
from services.workflow.taking import Taking
from tests.stack import TestDatabase
from tests.workflow.edge.arriving import Orchestra, a_teller
from tests.workflow.edge.world import World, a_world

Beside = Callable[[httpx.MockTransport], Awaitable[World]]


@pytest.fixture(scope="module")
async def world(database: TestDatabase) -> AsyncIterator[World]:
    made = await a_world(database.dsn, database.dsn_of("workflow"))
    yield made
    await made.desk.http.aclose()
    await made.database.close()


@pytest.fixture
async def beside(database: TestDatabase, world: World) -> AsyncIterator[Beside]:
    """Another process on the same database, whose fellow services are played by a transport.

    It keeps the first one's tokens: a second seeding would end them for the tests that follow.
    """
    made: list[World] = []

    async def another(answers: httpx.MockTransport) -> World:
        made.append(
            await a_world(database.dsn, database.dsn_of("workflow"), answers, known=world.tokens)
        )
        return made[-1]

    yield another
    for other in made:
        await other.desk.http.aclose()
        await other.database.close()


@pytest.fixture
async def pool(database: TestDatabase) -> AsyncIterator[Database]:
    made = Database(database.dsn_of("workflow"), size=4)
    yield made
    await made.close()


@pytest.fixture
async def parts(pool: Database, world: World) -> Any:
    orchestra = Orchestra()
    starter = ComplaintStarter(pool, orchestra, at_once=4)  # type: ignore[arg-type]
    taking = Taking(pool, starter, a_teller(pool, orchestra))
    await world.run("update workflow.complaint set state = 'settled' where state = 'pending'")
    return taking, starter, orchestra, pool
