"""From Kafka to a started workflow, an official's act, and from the POST to the inbox.

All on one stack: what comes from Kafka is compared with bare starts of the same workflow type
that the same worker works on, an act with the bare update that it ends in.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from temporalio.client import Client

from deploy.embedded import Stack
from services.kit import temporal
from services.workflow.app import desk
from services.workflow.desk import Desk
from services.workflow.orchestrator import Orchestrator
from services.workflow.settings import WorkflowSettings
from tests.bench import acts, arrivals, starts
from tests.bench.figures import Figure
from tests.bench.options import Options
from tests.bench.stacks import a_stack

SERVERS = {"postgres", "kafka", "temporal", "migrate", "topics", "seed"}
OURS = {"intake", "intake-background", "workflow", "workflow-background", "workflow-worker"}


@dataclass(frozen=True)
class Floor:
    """What the three measurements work with."""

    stack: Stack
    database: Any
    client: Client
    desk: Desk
    starts_at_once: int


def measure(options: Options) -> list[Figure]:
    """All three, one after the other."""
    with a_stack(SERVERS | OURS) as stack:
        return asyncio.run(_all(stack, options))


async def _all(stack: Stack, options: Options) -> list[Figure]:
    async with _floor(stack) as floor:
        return [
            *await arrivals.measure(floor, options),
            *await starts.measure(floor, options),
            *await acts.measure(floor, options),
        ]


@asynccontextmanager
async def _floor(stack: Stack) -> AsyncIterator[Floor]:
    settings = WorkflowSettings.model_validate(
        {
            name.removeprefix("NETRAL_").lower(): value
            for name, value in stack.environment("workflow").items()
            if name.startswith("NETRAL_")
        }
    )
    keys = settings.codec_keys
    address, namespace = settings.temporal_address, settings.temporal_namespace
    counter = desk(settings, Orchestrator(address, namespace, keys))
    async with asyncpg.create_pool(stack.dsn, min_size=1, max_size=4) as database:
        client = await temporal.connect(address, namespace, keys)
        try:
            yield Floor(stack, database, client, counter, settings.starts_at_once)
        finally:
            await counter.http.aclose()
            await counter.database.close()
