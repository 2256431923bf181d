"""What must be true of the files at the end, by Postgres, Kafka and the store themselves."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from minio import Minio
from minio.error import S3Error

from deploy.embedded import seaweedfs
from deploy.embedded.environment import BUCKETS
from services.evidence import custody
from services.evidence.custody import Entry, Head
from services.kit.topics import EVIDENCE, TOPICS
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.plan import evidence_key, sha256

VAULT = BUCKETS["NETRAL_S3_VAULT_BUCKET"]


async def files_differ(
    ground: Ground, history: History, prefix: str, kept: list[dict[str, Any]]
) -> dict[str, str]:
    """Each file of these complaints that is not as was acknowledged, and how."""
    differs = await in_vault(ground, history)
    differs |= await _not_attached(ground, history, kept)
    differs |= await _untold(ground, history)
    differs |= await _phantoms(ground, history, prefix)
    for key in history.acknowledged("evidence"):
        if len(history.answers(key)) != 1:
            differs[key] = "acknowledged in different words"
    return differs


async def in_vault(ground: Ground, history: History) -> dict[str, str]:
    """Each acknowledged file that is not sealed, whole and locked there with its custody."""
    acknowledged = history.acknowledged("evidence")
    rows = await ground.rows(
        "select key, item.evidence_id, state, vault_key, vault_version, custody_n, custody_head"
        " from evidence.upload join evidence.item using (evidence_id)"
        " where upload.key = any($1::text[])",
        list(acknowledged),
    )
    entries = await ground.rows(
        "select evidence_id, n, at, actor, act, detail, previous, digest from evidence.custody"
        " where evidence_id = any($1::uuid[]) order by n",
        [row["evidence_id"] for row in rows],
    )
    store = seaweedfs.client(ground.stack.layout)
    found = {row["key"]: row for row in rows}
    differs: dict[str, str] = {}
    for key, digest in acknowledged.items():
        row = found.get(key)
        if row is None or row["state"] != "sealed":
            differs[key] = f"not sealed: {row and row['state']}"
        elif list(_versions(store, row)) != [(digest, True)]:
            differs[key] = "not once in the vault, with its bytes, under lock"
        elif not _custody_holds(row, entries):
            differs[key] = "its custody does not hold"
    return differs


def _versions(store: Minio, row: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The hash of every version under the item's key, and whether it is locked."""
    for entry in store.list_objects(
        VAULT, prefix=row["vault_key"], include_version=True, recursive=True
    ):
        key, version = row["vault_key"], entry.version_id
        response = store.get_object(VAULT, key, version_id=version)
        try:
            yield sha256(response.read()), _locked(store, key, version)
        finally:
            response.close()
            response.release_conn()


def _locked(store: Minio, key: str, version: str | None) -> bool:
    try:
        lock = store.get_object_retention(VAULT, key, version_id=version)
    except S3Error as error:
        if error.code != "ObjectLockConfigurationNotFoundError":
            raise
        return False
    return lock is not None and lock.retain_until_date > datetime.now(UTC)


def _custody_holds(row: dict[str, Any], entries: list[dict[str, Any]]) -> bool:
    own = [Entry(**one) for one in entries if one["evidence_id"] == row["evidence_id"]]
    head = Head(row["custody_n"], row["custody_head"])
    acts = [one.act for one in own]
    return (
        custody.verify(row["evidence_id"], own, head).intact
        and acts.count("received") == acts.count("sealed") == 1
    )


async def _not_attached(
    ground: Ground, history: History, kept: list[dict[str, Any]]
) -> dict[str, str]:
    """Complaints whose acknowledged file evidence or the register does not know as theirs."""
    items = {
        told.key: UUID(json.loads(told.answer)["evidence_id"])
        for told in history.of("evidence", "ok")
    }
    named = {
        (row["complaint_id"], items[file]): row["key"]
        for row in kept
        if (file := evidence_key(row["key"])) in items
    }
    rows = await ground.rows(
        "select naming.complaint_id, naming.evidence_id from evidence.naming"
        " join workflow.complaint register on register.complaint_id = naming.complaint_id"
        "  and naming.evidence_id = any(register.evidence_ids)"
        " join workflow.evidence_item item on item.evidence_id = naming.evidence_id"
        " join evidence.item own on own.evidence_id = naming.evidence_id"
        " where naming.attached_at is not null and item.state = 'attached'"
        " and item.sha256 = encode(own.sha256, 'hex')"
        " and (select count(*) from evidence.custody where act = 'attached'"
        "  and custody.evidence_id = naming.evidence_id) = 1"
        " and naming.complaint_id = any($1::uuid[])",
        [complaint_id for complaint_id, _ in named],
    )
    attached = {(row["complaint_id"], row["evidence_id"]) for row in rows}
    return {key: "not attached" for pair, key in named.items() if pair not in attached}


async def _untold(ground: Ground, history: History) -> dict[str, str]:
    """Files that were not told as sealed exactly once, by the ids of what lies in Kafka."""
    acknowledged = list(history.acknowledged("evidence"))
    if not acknowledged:
        return {}
    sealed = await _sealed_in_kafka(ground)
    rows = await ground.rows(
        "select key, evidence_id from evidence.upload where key = any($1::text[])", acknowledged
    )
    told = {row["key"]: len(sealed.get(str(row["evidence_id"]), ())) for row in rows}
    return {key: f"told as sealed {n} times" for key, n in told.items() if n != 1}


async def _sealed_in_kafka(ground: Ground) -> dict[str, set[str]]:
    """The ids of the events, by the file that they say is sealed; a repetition keeps its id."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=ground.kafka, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    found: dict[str, set[str]] = {}
    await consumer.start()
    try:
        places = [TopicPartition(EVIDENCE, n) for n in range(TOPICS[EVIDENCE])]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        while any([await consumer.position(place) < ends[place] for place in places]):
            for messages in (await consumer.getmany(timeout_ms=500)).values():
                for message in messages:
                    if b"netral.evidence.sealed" in (message.value or b""):
                        event = json.loads(message.value)
                        found.setdefault(event["subject"], set()).add(event["id"])
    finally:
        await consumer.stop()
    return found


async def _phantoms(ground: Ground, history: History, prefix: str) -> dict[str, str]:
    """Files that nobody was or may have been told of, and files that nobody sent at all."""
    known = history.acknowledged("evidence").keys() | history.uncertain("evidence")
    rows = await ground.rows(
        "select item.evidence_id, upload.key from evidence.item"
        " left join evidence.upload using (evidence_id)"
        " where stored_at >= $1 and (upload.key is null or upload.key like $2 || '%')",
        history.began_at,
        prefix,
    )
    return {str(row["evidence_id"]): "nobody's" for row in rows if row["key"] not in known}
