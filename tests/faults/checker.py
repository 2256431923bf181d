"""What is true at the end, by the stores themselves and never through the product's doors."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from minio import Minio
from temporalio.client import Client, WorkflowExecutionStatus

from deploy.embedded import seaweedfs
from deploy.embedded.environment import BUCKETS
from services.kit.sealing import SealBroken
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.plan import evidence_key, sha256

VAULT = BUCKETS["NETRAL_S3_VAULT_BUCKET"]


@dataclass
class Findings:
    """Everything that must not be; all empty is the promise kept."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    other_bytes: list[str] = field(default_factory=list)
    other_receipts: list[str] = field(default_factory=list)
    register_differs: list[str] = field(default_factory=list)
    workflows_differ: list[str] = field(default_factory=list)
    tasks_differ: list[str] = field(default_factory=list)
    evidence_differs: list[str] = field(default_factory=list)
    audit_differs: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What was found, by kind; a few of each."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: sorted(keys)[:5] for name, keys in found.items() if keys}


async def examine(ground: Ground, history: History, prefix: str) -> Findings:
    """Compare what was acknowledged with what there is; only keys with the prefix count."""
    kept = await ground.rows(
        "select complaint_id, rtrim(idempotency_key) as key, encode(body_sha256, 'hex') as sha256,"
        " convert_from(answer, 'UTF8') as answer, raw_sealed, wrapped"
        " from intake.complaint left join intake.complaint_key using (complaint_id)"
        " where idempotency_key like $1 || '%'",
        prefix,
    )
    findings = Findings()
    _receptions(ground, history, kept, findings)
    ids = {row["complaint_id"] for row in kept}
    await _register(ground, ids, findings)
    await _workflows(ground, history, ids, findings)
    findings.evidence_differs += await in_vault(ground, history)
    findings.evidence_differs += await _not_attached(ground, history, kept)
    findings.audit_differs += await _not_once(ground, ids, "intake.audit where act = 'received'")
    return findings


def _receptions(
    ground: Ground, history: History, kept: list[dict[str, Any]], findings: Findings
) -> None:
    acknowledged, uncertain = history.acknowledged(), history.uncertain()
    rows = Counter(row["key"] for row in kept)
    findings.lost += acknowledged.keys() - rows.keys()
    findings.doubled += [key for key, count in rows.items() if count > 1]
    findings.phantom += rows.keys() - acknowledged.keys() - uncertain
    findings.other_receipts += [key for key in acknowledged if len(history.answers(key)) != 1]
    for row in kept:
        key = row["key"]
        if key in acknowledged:
            if acknowledged[key] != row["sha256"] or sha256(_raw(ground, row)) != row["sha256"]:
                findings.other_bytes.append(key)
            if history.answers(key) != {row["answer"]}:
                findings.other_receipts.append(key)


def _raw(ground: Ground, row: dict[str, Any]) -> bytes:
    complaint_id = row["complaint_id"]
    try:
        key = ground.sealer.unwrap(row["wrapped"], str(complaint_id))
        return key.open(row["raw_sealed"], f"{complaint_id}|raw")
    except SealBroken:
        return b""


async def _register(ground: Ground, ids: set[UUID], findings: Findings) -> None:
    """One row a complaint, started; one triage task each."""
    rows = await ground.rows(
        "select complaint_id, state from workflow.complaint where complaint_id = any($1::uuid[])",
        list(ids),
    )
    there = {row["complaint_id"] for row in rows if row["state"] != "pending"}
    findings.register_differs += map(str, ids - there)
    findings.tasks_differ += await _not_once(ground, ids, "workflow.task where kind = 'triage'")


async def _workflows(ground: Ground, history: History, ids: set[UUID], findings: Findings) -> None:
    """Each complaint has exactly one, and none is of a complaint that intake does not know."""
    client = await Client.connect(ground.temporal)
    runs: Counter[str] = Counter()
    query = "WorkflowType = 'ComplaintWorkflow' and StartTime >= '{:%Y-%m-%dT%H:%M:%SZ}'"
    async for one in client.list_workflows(query.format(history.began_at)):
        runs[one.id] += one.status is not WorkflowExecutionStatus.CONTINUED_AS_NEW
    known = {
        str(row["complaint_id"])
        for row in await ground.rows("select complaint_id from intake.complaint")
    }
    findings.workflows_differ += [
        one for one in runs if one.removeprefix("complaint/") not in known
    ]
    findings.workflows_differ += [
        f"{one}: {runs[f'complaint/{one}']}" for one in ids if runs[f"complaint/{one}"] != 1
    ]


async def _not_once(ground: Ground, ids: set[UUID], rows: str) -> list[str]:
    """The complaints that have not exactly one of these rows."""
    counted = await ground.rows(
        f"select complaint_id, count(*) as count from {rows}"
        " and complaint_id = any($1::uuid[]) group by 1",
        list(ids),
    )
    counts = {row["complaint_id"]: row["count"] for row in counted}
    return [str(one) for one in ids if counts.get(one) != 1]


async def _not_attached(ground: Ground, history: History, kept: list[dict[str, Any]]) -> set[str]:
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
        " where naming.attached_at is not null and item.state = 'attached'"
        " and naming.complaint_id = any($1::uuid[])",
        [complaint_id for complaint_id, _ in named],
    )
    attached = {(row["complaint_id"], row["evidence_id"]) for row in rows}
    return {f"{key}: not attached" for pair, key in named.items() if pair not in attached}


async def in_vault(ground: Ground, history: History) -> list[str]:
    """Each acknowledged file: sealed, told once, and in the vault byte by byte; what is not so."""
    differs: list[str] = []
    acknowledged = history.acknowledged("evidence")
    rows = await ground.rows(
        "select key, item.evidence_id, state, vault_key, vault_version,"
        " (select count(*) from evidence.outbox where outbox.key = item.evidence_id"
        "  and convert_from(body, 'UTF8') like '%netral.evidence.sealed%') as told"
        " from evidence.upload join evidence.item using (evidence_id)"
        " where upload.key = any($1::text[])",
        list(acknowledged),
    )
    store = seaweedfs.client(ground.stack.layout)
    found = {row["key"]: row for row in rows}
    for key, digest in acknowledged.items():
        row = found.get(key)
        if row is None or row["state"] != "sealed" or row["told"] != 1:
            differs.append(f"{key}: {row and (row['state'], row['told'])}")
        elif set(_versions(store, row)) != {digest}:
            differs.append(f"{key}: other bytes in the vault")
    return differs


def _versions(store: Minio, row: dict[str, Any]) -> Iterator[str]:
    """The hash of every version under the item's key."""
    for entry in store.list_objects(
        VAULT, prefix=row["vault_key"], include_version=True, recursive=True
    ):
        response = store.get_object(VAULT, row["vault_key"], version_id=entry.version_id)
        try:
            yield sha256(response.read())
        finally:
            response.close()
            response.release_conn()
