"""What the services may rely on in the servers that the stack gives them."""

import io
import json
import secrets
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from minio.error import S3Error
from minio.retention import Retention

from deploy.embedded import Stack, seaweedfs
from deploy.embedded.environment import BUCKETS
from deploy.embedded.temporal import TEMPORAL
from services.kit.topics import TOPICS

QUARANTINE, VAULT = BUCKETS.values()

pytestmark = pytest.mark.stack


async def test_the_topics_are_there_with_their_partitions(servers: Stack) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.layout.address("kafka"))
    await admin.start()
    try:
        described = await admin.describe_topics(list(TOPICS))
    finally:
        await admin.close()

    assert {topic["topic"]: len(topic["partitions"]) for topic in described} == TOPICS


async def test_what_kafka_acknowledged_is_there_after_it_was_killed(servers: Stack) -> None:
    where, topic = servers.layout.address("kafka"), next(iter(TOPICS))
    mark = secrets.token_bytes(8)
    producer = AIOKafkaProducer(bootstrap_servers=where, acks="all", enable_idempotence=True)
    await producer.start()
    sent = await producer.send_and_wait(topic, mark)
    await producer.stop()
    before = servers.pids["kafka"]

    servers.kill("kafka")
    servers.wait_ready("kafka", after=before)

    consumer = AIOKafkaConsumer(bootstrap_servers=where)
    await consumer.start()
    try:
        consumer.assign([type(sent.topic_partition)(topic, sent.partition)])
        consumer.seek(sent.topic_partition, sent.offset)
        assert (await consumer.getone()).value == mark
    finally:
        await consumer.stop()


def test_only_the_vault_locks_what_is_written(servers: Stack) -> None:
    store = seaweedfs.client(servers.layout)
    key = secrets.token_hex(8)
    written = store.put_object(VAULT, key, io.BytesIO(b"evidence"), 8)
    until = datetime.now(UTC) + timedelta(days=1)
    store.set_object_retention(VAULT, key, Retention("GOVERNANCE", until), written.version_id)

    with pytest.raises(S3Error, match="AccessDenied"):
        store.remove_object(VAULT, key, version_id=written.version_id)

    store.put_object(QUARANTINE, key, io.BytesIO(b"evidence"), 8)
    store.remove_object(QUARANTINE, key)
    assert not list(store.list_objects(QUARANTINE, prefix=key))


def test_a_stranger_may_not_read_the_store(servers: Stack) -> None:
    secret = dict(servers.layout.secrets) | {"s3_secret_key": "guessed"}
    stranger = seaweedfs.client(
        type(servers.layout)(servers.folder, servers.layout.ports, secret, servers.layout.plan)
    )

    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        stranger.list_buckets()


def test_temporal_keeps_histories_for_years(servers: Stack) -> None:
    words = [TEMPORAL, "operator", "namespace", "describe", "--namespace", "default"]
    address = ["--address", servers.layout.address("temporal"), "--output", "json"]
    described = subprocess.run([*words, *address], capture_output=True, check=True)

    found = json.loads(described.stdout)["config"]["workflowExecutionRetentionTtl"]
    assert int(found.rstrip("s")) >= timedelta(days=3650).total_seconds()
