"""The evidence service as it runs: two real processes on real servers, once a test module."""

import base64
from collections.abc import AsyncIterator

import pytest

from deploy.embedded import Stack
from services.evidence.inspection.nursery import Nursery
from services.kit.access.entries import Jurisdiction
from services.kit.access.writing import AccessWriter
from services.kit.database import Database
from tests.evidence.world import AGENCIES, World, a_world
from tests.stack import TestDatabase

FAST = {
    "NETRAL_HOLD": "2",
    "NETRAL_UPLOAD_HOLD": "2",
    "NETRAL_SWEEP_EVERY": "1",
    "NETRAL_ORPHANS_AFTER": "3600",
    "NETRAL_PROBE_RETENTION": "10",
    "NETRAL_UPLOAD_LIMIT": str(24 * 1024 * 1024),
    "NETRAL_LOCK_MODE": "GOVERNANCE",
    # No Kafka: what these tests make up is no news for the stack of other tests, and nothing here
    # may wait for it.
    "NETRAL_KAFKA_BOOTSTRAP": "127.0.0.1:9",
}


@pytest.fixture(scope="module")
async def nursery() -> AsyncIterator[Nursery]:
    """The process that inspects; started when first needed."""
    nursery = Nursery()
    yield nursery
    await nursery.close()


@pytest.fixture(scope="module")
async def idle(servers: Stack, database: TestDatabase) -> AsyncIterator[World]:
    """A world in which no process runs yet."""
    env = servers.environment("evidence") | FAST
    # Buckets of its own: what one module leaves in quarantine is no other's.
    env["NETRAL_S3_QUARANTINE_BUCKET"] = f"quarantine-{database.name.replace('_', '-')}"
    env["NETRAL_S3_VAULT_BUCKET"] = f"vault-{database.name.replace('_', '-')}"
    env["NETRAL_DATABASE_DSN"] = database.dsn_of("evidence")
    tokens = await _agencies(database)
    signing_key = base64.b64decode(servers.layout.secrets["grant_signing_key"])
    world = a_world(env, tokens, signing_key)
    yield world
    await world.close()


@pytest.fixture(scope="module")
async def world(idle: World) -> World:
    """A world whose two processes run and are ready."""
    idle.app.start()
    idle.background.start()
    await idle.app.ready()
    await idle.background.ready()
    return idle


async def _agencies(database: TestDatabase) -> dict[str, str]:
    directory = Database(database.dsn_of("workflow"), size=1)
    try:
        writer = AccessWriter(directory)
        for code in ("35.08", "61.05"):
            await writer.add_jurisdiction(Jurisdiction(code=code, name=code, zone="Asia/Jakarta"))
        await writer.add_person("inspector-3508", "Pegawai Contoh 1", "35.08", ["inspector"])
        return {
            agency: await writer.add_agency(agency, agency, "bawaslu", jurisdictions)
            for agency, jurisdictions in AGENCIES.items()
        }
    finally:
        await directory.close()
