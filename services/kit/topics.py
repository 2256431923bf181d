"""The Kafka topics: one per aggregate, made explicitly, because auto-creation hides a typo."""

import asyncio
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaConnectionError, KafkaError, TopicAlreadyExistsError

COMPLAINT: Final = "netral.complaint.v1"
EVIDENCE: Final = "netral.evidence.v1"
CASE: Final = "netral.case.v1"

TOPICS: Final = {COMPLAINT: 6, EVIDENCE: 6, CASE: 6}
"""Topic -> partitions. Events are re-sent from Postgres, so retention may be modest."""

READERS: Final = {
    COMPLAINT: ("netral-evidence", "netral-workflow"),
    EVIDENCE: ("netral-intake", "netral-workflow"),
    CASE: ("netral-evidence", "netral-intake"),
}
"""Topic -> the groups that must have read an event before it is over."""

RETENTION_MS: Final = str(30 * 24 * 3600 * 1000)


async def ensure(bootstrap: str, *, replication: int = 1, patience: float = 60.0) -> list[str]:
    """Make the topics that are not there yet; names those made. Waits for Kafka, bounded."""
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        try:
            return await _ensure(bootstrap, replication)
        except (KafkaConnectionError, KafkaError, OSError):
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.5)


async def _ensure(bootstrap: str, replication: int) -> list[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        missing = sorted(set(TOPICS) - set(await admin.list_topics()))
        wanted = [
            NewTopic(name, TOPICS[name], replication, topic_configs={"retention.ms": RETENTION_MS})
            for name in missing
        ]
        if wanted:
            try:
                await admin.create_topics(wanted)
            except TopicAlreadyExistsError:
                return []
        return missing
    finally:
        await admin.close()
