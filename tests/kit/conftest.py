"""A schema with an outbox, on the real servers."""

import pytest

from services.kit.database import Database
from services.kit.sealing import Sealer
from services.kit.set_aside import SetAside
from services.kit.tables import marks, plumbing


@pytest.fixture(scope="module")
async def store(servers):
    database = Database(servers.layout.dsn(), size=6)
    async with database.connection() as conn:
        await conn.execute("drop schema if exists kit_test cascade; create schema kit_test;")
        await conn.execute(plumbing("kit_test") + marks("kit_test"))
    yield database
    await database.close()


@pytest.fixture
def set_aside(store):
    return SetAside(store, "kit_test", Sealer({"k": bytes(32)}))
