"""What is told of an item, and to whom."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.evidence.custody import MEANINGS, Entry, Verdict
from services.evidence.items import Item, Words

_AGENCY_MAY_SEE = frozenset(
    {"sha256", "size", "complaint_id", "locked_until", "range", "block", "reason"}
)

ACTS = "; ".join(f"`{act.value}`: {meaning}" for act, meaning in MEANINGS.items())


class Evidence(BaseModel):
    """One item as it stands."""

    evidence_id: UUID
    jurisdiction: str
    state: str = Field(description="received, sealing, sealed, refused or swept")
    sha256: str
    size: int
    declared_type: str
    media_type: str = Field(description="by the content, once it is sealed; until then as declared")
    warnings: list[str] = Field(
        description="type_contradicts, type_unknown, metadata_unreadable: none is a refusal;"
        " altered: the store no longer holds what was sealed, the custody says when it was found"
    )
    received_at: datetime
    sealed_at: datetime | None
    retain_until: datetime | None = Field(description="end of the lock in the store, in real time")
    named: bool = Field(description="whether a complaint of its agency names it")
    name: str | None = Field(
        None, description="the file's name: to its agency, and under a grant to reveal"
    )
    claimed: dict[str, Any] = Field(description="what the sender claims; not established")
    claimed_by_file: dict[str, Any] = Field(
        description="what the file says of itself (time, place, camera); not established"
    )
    content_url: str | None = Field(
        description="where its bytes are: once sealed, while no alteration is known"
    )
    custody_url: str


class EvidenceLine(BaseModel):
    """One item in a list."""

    evidence_id: UUID
    jurisdiction: str
    state: str
    sha256: str
    size: int
    media_type: str
    received_at: datetime
    retain_until: datetime | None
    named: bool


class EvidenceList(BaseModel):
    """An agency's items, newest first."""

    items: list[EvidenceLine]
    next: str | None = Field(None, description="give it as `after` for the next page")


class CustodyLine(BaseModel):
    """One entry of the chain."""

    n: int
    at: datetime
    actor: str = Field(description="to an agency, officials are `official`")
    act: str = Field(description=ACTS)
    detail: dict[str, Any] = Field(
        description="as it was hashed; to an agency, without what concerns officials"
    )
    purpose: str | None = Field(
        None, description="why an official acted: to officials, opened from `purpose_sealed`"
    )
    previous: str = Field(description="digest of the entry before, hexadecimal")
    digest: str


class Custody(BaseModel):
    """Who did what with an item, when."""

    evidence_id: UUID
    intact: bool = Field(description="whether every digest was recomputed and holds")
    broken_at: int | None = None
    broken_by: str | None = None
    entries: list[CustodyLine]


def evidence(
    item: Item, words: Words, base: str, *, named: bool, altered: bool, with_name: bool
) -> Evidence:
    """An item as its reader may see it."""
    address = f"{base}/v1/evidence/{item.evidence_id}"
    return Evidence(
        evidence_id=item.evidence_id,
        jurisdiction=item.jurisdiction,
        state=item.state,
        sha256=item.digests.sha256.hex(),
        size=item.digests.size,
        declared_type=item.declared_type,
        media_type=item.media_type,
        warnings=[*item.warnings, *(["altered"] if altered else [])],
        received_at=item.received_at,
        sealed_at=item.sealed_at,
        retain_until=item.retain_until,
        named=named,
        name=words.name(item) if with_name else None,
        claimed=words.claimed(item),
        claimed_by_file=words.found(item),
        content_url=f"{address}/content" if item.state == "sealed" and not altered else None,
        custody_url=f"{address}/custody",
    )


def custody(
    evidence_id: UUID, entries: list[Entry], verdict: Verdict, words: Words, *, to_agency: bool
) -> Custody:
    """The chain; an agency sees that an official acted, not who and not why."""
    return Custody(
        evidence_id=evidence_id,
        intact=verdict.intact,
        broken_at=verdict.broken_at,
        broken_by=verdict.broken_by,
        entries=[_line(entry, words, to_agency=to_agency) for entry in entries],
    )


def _line(entry: Entry, words: Words, *, to_agency: bool) -> CustodyLine:
    actor, detail, purpose = entry.actor, entry.details(), None
    if not to_agency and "purpose_sealed" in detail:
        purpose = words.purpose(entry.evidence_id, str(detail["purpose_sealed"]))
    if to_agency:
        actor = "official" if actor.startswith("person:") else actor
        detail = {key: value for key, value in detail.items() if key in _AGENCY_MAY_SEE}
    return CustodyLine(
        n=entry.n,
        at=entry.at,
        actor=actor,
        act=entry.act,
        detail=detail,
        purpose=purpose,
        previous=entry.previous.hex(),
        digest=entry.digest.hex(),
    )
