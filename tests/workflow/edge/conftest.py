from collections.abc import AsyncIterator

import pytest

from tests.stack import TestDatabase
from tests.workflow.edge.world import World, a_world


@pytest.fixture(scope="module")
async def world(database: TestDatabase) -> AsyncIterator[World]:
    made = await a_world(database.dsn, database.dsn_of("workflow"))
    yield made
    await made.desk.http.aclose()
    await made.database.close()
