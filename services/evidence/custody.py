"""Custody: who did what with an item, when; each entry holds the digest of the one before it.

Pure: no clock, no database. An entry that was altered, taken out, put in or moved breaks the chain
at its place; a tail that was cut is seen by the head that the item itself carries.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

FORM: Final = b"netral.custody.1"
"""Begins what is hashed, so that no other hash of ours can be taken for an entry."""

Detail = Mapping[str, str | int]


class CustodyAct(StrEnum):
    """What was done with an item."""

    RECEIVED = "received"
    SEALED = "sealed"
    REFUSED = "refused"
    ATTACHED = "attached"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    NAME_REVEALED = "name_revealed"
    RETENTION_EXTENDED = "retention_extended"
    ALTERATION_FOUND = "alteration_found"
    SWEPT = "swept"


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: the n-th act on an item, counted from 1."""

    evidence_id: UUID
    n: int
    at: datetime
    actor: str
    act: str
    detail: str
    """Canonical JSON, exactly as it was hashed."""
    previous: bytes
    digest: bytes

    def details(self) -> dict[str, Any]:
        """The detail as it was before it was written down."""
        read: dict[str, Any] = json.loads(self.detail)
        return read


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain goes: the number and digest of its last entry."""

    n: int
    digest: bytes


class Break(StrEnum):
    """How a chain is broken."""

    ORDER = "order"
    LINK = "link"
    CONTENT = "content"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a chain holds; if not, the first entry that does not, and how."""

    entries: int
    broken_at: int | None = None
    broken_by: Break | None = None

    @property
    def intact(self) -> bool:
        """Every entry is as it was written, none is missing."""
        return self.broken_at is None


def beginning(evidence_id: UUID) -> Head:
    """The head of a chain that has no entry yet; it differs from item to item."""
    return Head(0, hashlib.sha256(FORM + b"|" + evidence_id.bytes).digest())


def link(
    head: Head, evidence_id: UUID, at: datetime, actor: str, act: CustodyAct, detail: Detail
) -> Entry:
    """The next entry after a head."""
    text = json.dumps(dict(detail), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    n, moment = head.n + 1, at.astimezone(UTC)
    digest = _digest(evidence_id, n, moment, actor, act.value, text, head.digest)
    return Entry(evidence_id, n, moment, actor, act.value, text, head.digest, digest)


def verify(evidence_id: UUID, entries: Iterable[Entry], head: Head) -> Verdict:
    """Whether these entries, in this order, are the whole chain that ends in this head."""
    last = beginning(evidence_id)
    for entry in entries:
        broken = _broken(evidence_id, last, entry)
        if broken is not None:
            return Verdict(last.n, last.n + 1, broken)
        last = Head(entry.n, entry.digest)
    if last != head:
        return Verdict(last.n, min(last.n, head.n) + 1, Break.HEAD)
    return Verdict(last.n)


def _broken(evidence_id: UUID, last: Head, entry: Entry) -> Break | None:
    if entry.n != last.n + 1 or entry.evidence_id != evidence_id:
        return Break.ORDER
    if entry.previous != last.digest:
        return Break.LINK
    digest = _digest(
        entry.evidence_id, entry.n, entry.at, entry.actor, entry.act, entry.detail, entry.previous
    )
    return None if digest == entry.digest else Break.CONTENT


def _digest(
    evidence_id: UUID, n: int, at: datetime, actor: str, act: str, detail: str, previous: bytes
) -> bytes:
    """SHA-256 over length-prefixed parts: no two different entries have the same bytes."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (
        FORM,
        evidence_id.bytes,
        n.to_bytes(8, "big"),
        moment.encode(),
        actor.encode(),
        act.encode(),
        detail.encode(),
        previous,
    )
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(4, "big"))
        total.update(part)
    return total.digest()


MEANINGS: Final = {
    CustodyAct.RECEIVED: "all its bytes arrived and were hashed",
    CustodyAct.SEALED: "copied into the vault, locked, read back and compared",
    CustodyAct.REFUSED: "its bytes no longer matched their SHA-256 before they could be sealed",
    CustodyAct.ATTACHED: "joined with a complaint that names it",
    CustodyAct.VIEWED: "an official read its description or its custody under a grant",
    CustodyAct.DOWNLOADED: "its bytes, or a range of them, were asked for",
    CustodyAct.NAME_REVEALED: "an official was shown the file's name under a grant to reveal",
    CustodyAct.RETENTION_EXTENDED: "the lock in the store was extended",
    CustodyAct.ALTERATION_FOUND: "the store no longer held what was sealed; nothing was given out",
    CustodyAct.SWEPT: "no complaint named it until its lock ended, so its bytes were removed",
}
"""What each act means, for the API description."""
