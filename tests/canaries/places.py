"""Everywhere a word could have leaked to, read as bytes."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

import asyncpg
import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from temporalio.client import Client

from deploy.embedded import Stack
from deploy.embedded.own import MODULES
from services.kit.topics import TOPICS
from tests.canaries.forms import Texts
from tests.catching import Catcher

PATIENCE = 30.0
_SERVING = ("intake", "evidence", "workflow")
_UNDER_WAY = " or ".join(
    (
        *(f"exists (select from {schema}.outbox where sent_at is null)" for schema in _SERVING),
        # Only when it is sealed was it looked into: what a file says of itself comes then.
        "exists (select from evidence.item where state in ('received', 'sealing'))",
    )
)
_TABLES = """
    select table_schema, table_name from information_schema.tables
    where table_schema in ('access', 'intake', 'evidence', 'workflow')
      and table_type = 'BASE TABLE'
"""


async def everywhere(stack: Stack, collector: Catcher) -> dict[str, Texts]:
    """Each place with all that lies in it, once what was done has gone everywhere it goes.

    The bodies of webhooks are among the rows: the very bytes that are delivered.
    """
    await _all_done(stack)
    await _all_traced(stack, collector)
    data = stack.folder.data
    return {
        "kafka": await _records(stack),
        "temporal": await _histories(stack),
        "temporal's file": _files(data / "temporal"),
        "rows": await _rows(stack),
        "disk": _files(data / "postgres") | _files(data / "seaweedfs"),
        "logs": _files(stack.folder.logs),
        "metrics": await _metrics(stack),
        "traces": {f"{n} {one.path}": one.body for n, one in enumerate([*collector.posted])},
        "temporary": _files(stack.folder.tmp),
    }


async def _all_done(stack: Stack) -> None:
    """A line of a log is there before its act is answered; outboxes and seals are waited for."""
    connection = await asyncpg.connect(stack.dsn)
    try:
        async with asyncio.timeout(PATIENCE):
            while await connection.fetchval(f"select {_UNDER_WAY}"):  # noqa: ASYNC110 -- it is asked of others
                await asyncio.sleep(0.1)
    finally:
        await connection.close()


async def _all_traced(stack: Stack, collector: Catcher) -> None:
    """Spans come in batches, in their order: what follows all others is waited for."""
    last = {f"{stack.info[f'{name}_url']}/v1/last": os.urandom(16) for name in _SERVING}
    async with httpx.AsyncClient(trust_env=False) as http:
        for url, trace in last.items():
            follows = f"00-{trace.hex()}-{os.urandom(8).hex()}-01"
            await http.get(url, headers={"traceparent": follows})
    async with asyncio.timeout(PATIENCE):
        while not all(_traced(collector, trace) for trace in last.values()):  # noqa: ASYNC110 -- it comes by itself
            await asyncio.sleep(0.1)


def _traced(collector: Catcher, trace: bytes) -> bool:
    return any(trace in one.body for one in [*collector.posted])


async def _records(stack: Stack) -> Texts:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stack.info["kafka_bootstrap"], auto_offset_reset="earliest"
    )
    await consumer.start()
    found: dict[str, bytes] = {}
    try:
        partitions = [
            TopicPartition(topic, number)
            for topic, count in TOPICS.items()
            for number in range(count)
        ]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        while any([await consumer.position(one) < ends[one] for one in partitions]):
            for records in (await consumer.getmany(timeout_ms=2000)).values():
                for record in records:
                    headers = b" ".join(name.encode() + b"=" + of for name, of in record.headers)
                    where = f"{record.topic}/{record.partition}/{record.offset}"
                    parts = (record.key or b"", record.value or b"", headers)
                    found[where] = b" ".join(parts)
    finally:
        await consumer.stop()
    return found


async def _histories(stack: Stack) -> Texts:
    """As the API gives them, without our codec: what anybody with the address would read."""
    client = await Client.connect(stack.info["temporal_address"])
    found: dict[str, bytes] = {}
    async for execution in client.list_workflows():
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        history = await handle.fetch_history()
        found[execution.id] = b"".join(event.SerializeToString() for event in history.events)
    return found


async def _rows(stack: Stack) -> Texts:
    connection = await asyncpg.connect(stack.dsn)
    found: dict[str, bytes] = {}
    try:
        for schema, table in await connection.fetch(_TABLES):
            query = f'select t::text as line from "{schema}"."{table}" t'
            lines = [row["line"] for row in await connection.fetch(query)]
            found[f"{schema}.{table}"] = "\n".join(lines).encode()
    finally:
        await connection.close()
    return found


async def _metrics(stack: Stack) -> Texts:
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as http:
        urls = {name: f"{stack.layout.url(name)}/metrics" for name in MODULES}
        return {name: (await http.get(url)).content for name, url in urls.items()}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): _read(path) for path in _logs_first(folder.rglob("*")) if path.is_file()}


def _logs_first(paths: Iterable[Path]) -> list[Path]:
    """Before what they are written to (`pg_wal`, `temporal.db-wal`): what a log gives up while we
    look is there by then."""
    return sorted(paths, reverse=True)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it went while we looked: a temporary file of Postgres
        return b""
