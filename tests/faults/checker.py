"""What is true at the end, by the stores themselves and never through the product's doors."""

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from temporalio.client import Client, WorkflowExecutionStatus

from services.kit.sealing import SealBroken
from tests.faults.files import files_differ
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.plan import sha256


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
    supplements_differ: list[str] = field(default_factory=list)
    notices_differ: list[str] = field(default_factory=list)
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
        " convert_from(answer, 'UTF8') as answer,"
        " raw_sealed, content_sealed, identity_sealed, wrapped"
        " from intake.complaint left join intake.complaint_key using (complaint_id)"
        " where idempotency_key like $1 || '%'",
        prefix,
    )
    findings = Findings()
    _receptions(ground, history, kept, findings)
    ids = {row["complaint_id"] for row in kept}
    await _register(ground, ids, findings)
    await _workflows(ground, history, ids, findings)
    findings.supplements_differ += await _supplements(ground, ids)
    findings.notices_differ += await _notices(ground, ids)
    files = await files_differ(ground, history, prefix, kept)
    findings.evidence_differs += [f"{name}: {how}" for name, how in files.items()]
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
            if acknowledged[key] != row["sha256"] or not _opens(ground, row):
                findings.other_bytes.append(key)
            if history.answers(key) != {row["answer"]}:
                findings.other_receipts.append(key)


def _opens(ground: Ground, row: dict[str, Any]) -> bool:
    """Whether each sealed part opens with the complaint's own key, and says what was sent."""
    complaint_id = row["complaint_id"]
    try:
        key = ground.sealer.unwrap(row["wrapped"], str(complaint_id))
        raw, content, identity = (
            key.open(row[f"{part}_sealed"], f"{complaint_id}|{part}")
            for part in ("raw", "content", "identity")
        )
    except SealBroken:
        return False
    sent: dict[str, object] = json.loads(raw)
    said: dict[str, object] = {**json.loads(content), **json.loads(identity)}
    same = all(said[part] == sent[part] for part in ("narrative", "complainant"))
    return same and sha256(raw) == row["sha256"]


async def _register(ground: Ground, ids: set[UUID], findings: Findings) -> None:
    """One row a complaint, started; one triage task each, before a person."""
    rows = await ground.rows(
        "select complaint_id, state from workflow.complaint where complaint_id = any($1::uuid[])",
        list(ids),
    )
    there = {row["complaint_id"] for row in rows if row["state"] != "pending"}
    findings.register_differs += map(str, ids - there)
    findings.tasks_differ += await _not_once(
        ground, ids, "workflow.task where kind = 'triage' and state = 'open'"
    )


async def _workflows(ground: Ground, history: History, ids: set[UUID], findings: Findings) -> None:
    """Each complaint has exactly one, alive; none is of a complaint that intake does not know."""
    client = await Client.connect(ground.temporal)
    runs: dict[str, list[str]] = {}
    query = "WorkflowType = 'ComplaintWorkflow' and StartTime >= '{:%Y-%m-%dT%H:%M:%SZ}'"
    async for one in client.list_workflows(query.format(history.began_at)):
        if one.status and one.status is not WorkflowExecutionStatus.CONTINUED_AS_NEW:
            runs.setdefault(one.id, []).append(one.status.name)
    known = {
        str(row["complaint_id"])
        for row in await ground.rows("select complaint_id from intake.complaint")
    }
    findings.workflows_differ += [
        one for one in runs if one.removeprefix("complaint/") not in known
    ]
    findings.workflows_differ += [
        f"{one}: {found}"
        for one in ids
        if (found := runs.get(f"complaint/{one}", [])) != ["RUNNING"]
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


async def _supplements(ground: Ground, ids: set[UUID]) -> list[str]:
    """The complaints whose supplements are not all known to the register, each audited once."""
    rows = await ground.rows(
        "select complaint_id from intake.supplement join workflow.complaint using (complaint_id)"
        " where complaint_id = any($1::uuid[]) group by complaint_id, supplements"
        " having count(*) <> max(number) or supplements <> max(number) or count(*) <>"
        " (select count(*) from intake.audit where act = 'supplemented'"
        "  and audit.complaint_id = supplement.complaint_id)",
        list(ids),
    )
    return [str(row["complaint_id"]) for row in rows]


async def _notices(ground: Ground, ids: set[UUID]) -> list[str]:
    """The complaints whose agency was told nothing or the same twice, and feeds with a gap."""
    untold = await ground.rows(
        "select id from unnest($1::uuid[]) as id left join intake.notice on complaint_id = id"
        " group by id having count(notice_id) = 0 or count(notice_id) <> count(distinct"
        "  convert_from(body, 'UTF8')::jsonb - '{id,position,timestamp}'::text[])",
        list(ids),
    )
    gaps = await ground.rows(
        "select agency_id as id from intake.feed join intake.notice using (agency_id)"
        " group by agency_id, last_position"
        " having last_position <> count(*) or last_position <> max(position)"
    )
    return [str(row["id"]) for row in (*untold, *gaps)]
