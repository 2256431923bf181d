"""Rows of the timeline: acts of persons, and what happened without one."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.kit.database import Connection
from services.kit.sealing import Sealer
from services.workflow.activities.orders import ActToRecord
from services.workflow.acts import ActReceipt
from services.workflow.forms import form_of
from services.workflow.workflows.state import Scope


def answer_digest(answer: dict[str, Any], happened_on: date) -> bytes:
    """What tells a repetition of an act from another act under the same id."""
    said = json.dumps(answer, sort_keys=True, default=str)
    return hashlib.sha256(f"{happened_on}|{said}".encode()).digest()


def _words_aad(act_id: UUID) -> str:
    return f"workflow.act|{act_id}"


def split_words(kind: str, answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """An answer parted in codes, dates and numbers, and what the person wrote."""
    form = form_of(kind)
    sealed = form.sealed_fields() if form else frozenset(answer)
    plain = {name: value for name, value in answer.items() if name not in sealed}
    words = {name: value for name, value in answer.items() if name in sealed and value}
    return _without_notes(plain, words), words


def _without_notes(plain: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """Findings carry notes of their own: they are moved to the words, by place."""
    cleaned = dict(plain)
    for name, value in plain.items():
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows) or not rows:
            continue
        bare = []
        for at, row in enumerate(rows):
            if row.get("note"):
                words[f"{name}/{at}/note"] = row["note"]
            bare.append({key: part for key, part in row.items() if key != "note"})
        cleaned[name] = bare if isinstance(value, list) else bare[0]
    return cleaned


async def write_act(
    conn: Connection, order: ActToRecord, receipt: ActReceipt, sealer: Sealer
) -> None:
    """One person's act with its citation; what the person wrote is sealed."""
    act, scope = order.act, order.scope
    plain, words = split_words(act.kind, act.answer)
    sealed = sealer.seal(json.dumps(words).encode(), _words_aad(act.act_id)) if words else None
    number, paper = _paper(act.answer)
    await conn.execute(
        "insert into workflow.act (workflow_id, step, act_id, kind, task_id, case_id,"
        " complaint_id, respondent, happened_on, recorded_at, recorded_by, decided_by, role,"
        " number, paper_date, data, words_sealed, answer_sha256, citation, receipt)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
        " $16::jsonb, $17, $18, $19, $20::jsonb)",
        scope.workflow_id,
        order.step,
        act.act_id,
        act.kind,
        act.task_id,
        scope.case_id,
        scope.complaint_id,
        act.respondent if act.respondent is not None else scope.respondent,
        act.happened_on,
        act.recorded_at,
        act.person.id,
        act.answer.get("decided_by"),
        order.role,
        number,
        paper,
        json.dumps(plain, default=str),
        sealed,
        answer_digest(act.answer, act.happened_on),
        order.citation,
        receipt.model_dump_json(),
    )


def open_words(sealer: Sealer, act_id: UUID, sealed: bytes | None) -> dict[str, Any]:
    """What the person wrote, for those who may read the case."""
    if sealed is None:
        return {}
    words: dict[str, Any] = json.loads(sealer.open(sealed, _words_aad(act_id)))
    return words


def _paper(answer: dict[str, Any]) -> tuple[str | None, date | None]:
    number = answer.get("number") or answer.get("minutes_number") or answer.get("register_number")
    for name in ("letter_date", "lhp_date", "paper_date", "recorded_on"):
        if answer.get(name):
            return number, date.fromisoformat(str(answer[name]))
    return number, None


async def write_note(
    conn: Connection,
    scope: Scope,
    kind: str,
    now: datetime,
    *,
    step: int | None = None,
    happened_on: date | None = None,
    respondent: int | None = None,
    task_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    cause: str | None = None,
) -> None:
    """What happened without an act: reminders, escalations, facts from other services.

    `cause` names what it came from: told again, wherever and in whatever step, it is the same row.
    """
    await conn.execute(
        "insert into workflow.act (workflow_id, step, kind, task_id, case_id, complaint_id,"
        " respondent, happened_on, recorded_at, data, cause)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)"
        " on conflict do nothing",
        scope.workflow_id,
        step,
        kind,
        task_id,
        scope.case_id,
        scope.complaint_id,
        respondent if respondent is not None else scope.respondent,
        happened_on,
        now,
        json.dumps(data or {}, default=str),
        cause,
    )
