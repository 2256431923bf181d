"""Postgres by the stack's own code, Temporal's dev server, and our worker between them."""

import sysconfig
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from services.cli import sandbox_seed
from services.kit import temporal
from services.kit.database import Database
from services.workflow.orchestrator import Orchestrator
from services.workflow.settings import WorkflowSettings
from services.workflow.worker import activities_of, worker
from tests.stack import TestDatabase
from tests.workflow.spine.house import HandMadeIntake, House

CODEC = {"1": b"k" * 32}


@pytest.fixture(scope="module")
async def temporal_address() -> AsyncIterator[str]:
    server = Path(sysconfig.get_path("scripts")) / "temporal"
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(server), dev_server_startup_timeout=timedelta(seconds=60)
    ) as environment:
        yield environment.client.service_client.config.target_host


@pytest.fixture(scope="module")
async def house(database: TestDatabase, temporal_address: str) -> AsyncIterator[House]:
    """The office of one regency, its clock standing on 8 October 2024."""
    administrator = Database(database.dsn)
    await sandbox_seed.seed(administrator, sandbox_seed.Tokens())
    async with administrator.transaction() as conn:
        await conn.execute(
            "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
            " values (now(), '2024-10-08 04:00+00', 0, 'test')"
        )
    settings = WorkflowSettings(
        database_dsn=database.dsn,
        sealing_keys={"1": b"s" * 32},
        id_secret=b"i" * 32,
        codec_keys=CODEC,
        grant_signing_key=b"g" * 32,
    )
    orchestrator = Orchestrator(temporal_address, "default", CODEC)
    intake = HandMadeIntake()
    activities = activities_of(administrator, orchestrator, settings, intake)
    client = await temporal.connect(temporal_address, "default", CODEC)
    async with worker(client, activities):
        yield House(administrator, orchestrator, intake)
    await administrator.close()
