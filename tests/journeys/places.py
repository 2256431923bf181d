"""Everywhere a word could have leaked to, searched as bytes; each place is a function of a word."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from temporalio.client import Client

from deploy.embedded import Stack
from services.kit.topics import TOPICS

Finds = Callable[[str], list[str]]
PATIENCE = 30.0
_UNSENT = "select " + " or ".join(
    f"exists (select from {schema}.outbox where sent_at is null)"
    for schema in ("intake", "evidence", "workflow")
)
_TABLES = """
    select table_schema, table_name from information_schema.tables
    where table_schema in ('access', 'intake', 'evidence', 'workflow')
      and table_type = 'BASE TABLE'
"""


async def everywhere(stack: Stack) -> Mapping[str, Finds]:
    """Kafka's records, Temporal's histories (API and file), logs, and every row of Postgres."""
    await all_sent(stack)
    records, histories = await asyncio.gather(_records(stack), _histories(stack))
    rows = await _rows(stack)
    data = stack.folder.data
    return {
        "kafka": _among(records),
        "temporal": _among(histories),
        "temporal's file": _among(_files(data, "*temporal*")),
        "logs": _among(_files(stack.folder.logs, "*")),
        "postgres": _among(rows),
    }


async def all_sent(stack: Stack) -> None:
    """Returns once no outbox has anything left to send: what is done has gone everywhere it goes.

    A line of a log is there before its act is answered, so nothing else has to be waited for.
    """
    connection = await asyncpg.connect(stack.dsn)
    try:
        async with asyncio.timeout(PATIENCE):
            while await connection.fetchval(_UNSENT):  # noqa: ASYNC110 -- it is asked of others
                await asyncio.sleep(0.1)
    finally:
        await connection.close()


def _among(texts: Mapping[str, bytes]) -> Finds:
    def find(word: str) -> list[str]:
        encoded = word.encode()
        # A bytea is shown as hex, a JSON string may escape what is not ASCII.
        forms = (encoded, encoded.hex().encode(), encoded.hex().upper().encode())
        return [where for where, text in texts.items() if any(form in text for form in forms)]

    return find


async def _records(stack: Stack) -> dict[str, bytes]:
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
                    headers = b" ".join(b"=" + text for name, text in record.headers)
                    where = f"{record.topic}/{record.partition}/{record.offset}"
                    parts = (record.key or b"", record.value or b"", headers)
                    found[where] = b" ".join(parts)
    finally:
        await consumer.stop()
    return found


async def _histories(stack: Stack) -> dict[str, bytes]:
    """As the API gives them, without our codec: what anybody with the address would read."""
    client = await Client.connect(stack.info["temporal_address"])
    found: dict[str, bytes] = {}
    async for execution in client.list_workflows():
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        history = await handle.fetch_history()
        found[execution.id] = b"".join(event.SerializeToString() for event in history.events)
        found[execution.id] += execution.id.encode()
    return found


async def _rows(stack: Stack) -> dict[str, bytes]:
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


def _files(folder: Path, pattern: str) -> dict[str, bytes]:
    paths = [path for path in folder.rglob(pattern) if path.is_file()]
    inside = [path for found in folder.glob(pattern) if found.is_dir() for path in found.rglob("*")]
    return {str(path): path.read_bytes() for path in {*paths, *inside} if path.is_file()}
