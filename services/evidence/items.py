"""Evidence items as rows: one file each, with what is known of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.evidence.blocks import Digests
from services.evidence.vault import Place
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.kit.sealing import Sealer

State = Literal["received", "sealing", "sealed", "refused", "swept"]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of `evidence.item`; what a person wrote is still sealed in it."""

    evidence_id: UUID
    jurisdiction: str
    agency_id: str
    sender: str
    sent_for: str | None
    case_id: UUID | None
    state: State
    digests: Digests
    declared_type: str
    media_type: str
    warnings: tuple[str, ...]
    wrapped_key: bytes | None
    name_sealed: bytes | None
    claimed_sealed: bytes | None
    found_sealed: bytes | None
    received_at: datetime
    stored_at: datetime
    sealed_at: datetime | None
    attempt: UUID
    parts: int
    vault_key: str | None
    vault_version: str | None
    retain_until: datetime | None
    retain_wanted: datetime | None
    tries: int
    traceparent: str | None

    @property
    def place(self) -> Place | None:
        """Where it lies in the vault, once it does."""
        if self.vault_key is None or self.vault_version is None:
            return None
        return Place(self.vault_key, self.vault_version)


COLUMNS = (
    "evidence_id, jurisdiction, agency_id, sender, sent_for, case_id, state, size, sha256, blocks,"
    " declared_type, media_type, warnings, wrapped_key, name_sealed, claimed_sealed, found_sealed,"
    " received_at, stored_at, sealed_at, attempt, parts, vault_key, vault_version, retain_until,"
    " retain_wanted, tries, traceparent"
)


def item_of(row: Mapping[str, Any]) -> Item:
    """An item out of a row with the columns above."""
    values = dict(row)
    values["digests"] = Digests(values.pop("size"), values.pop("sha256"), values.pop("blocks"))
    values["warnings"] = tuple(values["warnings"])
    return Item(**values)


async def find(conn: Connection, evidence_id: UUID, *, lock: bool = False) -> Item | None:
    """An item, or None; `lock` keeps others from changing it until the transaction ends."""
    row = await conn.fetchrow(
        f"select {COLUMNS} from evidence.item where evidence_id = $1"  # noqa: S608
        + (" for update" if lock else ""),
        evidence_id,
    )
    return item_of(row) if row is not None else None


async def get(conn: Connection, evidence_id: UUID, *, lock: bool = False) -> Item:
    """An item, or NotFound."""
    item = await find(conn, evidence_id, lock=lock)
    if item is None:
        raise NotFound("not-found")
    return item


class Words:
    """What a person wrote about an item, sealed under the item's own key."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(
        self, evidence_id: UUID, name: str | None, claimed: Mapping[str, Any]
    ) -> tuple[bytes, bytes | None, bytes]:
        """The wrapped key, the sealed name, the sealed claims."""
        wrapped, key = self._sealer.new_data_key(_aad(evidence_id, "key"))
        sealed_name = key.seal(name.encode(), _aad(evidence_id, "name")) if name else None
        claims = json.dumps(dict(claimed), ensure_ascii=False).encode()
        return wrapped, sealed_name, key.seal(claims, _aad(evidence_id, "claimed"))

    def seal_found(self, item: Item, found: Mapping[str, Any]) -> bytes | None:
        """What the file says of itself, sealed: it may show who made it, and where."""
        if item.wrapped_key is None:
            return None
        key = self._sealer.unwrap(item.wrapped_key, _aad(item.evidence_id, "key"))
        text = json.dumps(dict(found), ensure_ascii=False).encode()
        return key.seal(text, _aad(item.evidence_id, "found"))

    def seal_purpose(self, evidence_id: UUID, purpose: str) -> str:
        """Why an official acts, for custody: sealed under a key of its own, that outlives a sweep.

        The chain holds it as text and is verified without opening it.
        """
        return self._sealer.seal_text(purpose, _aad(evidence_id, "purpose"))

    def purpose(self, evidence_id: UUID, sealed: str) -> str | None:
        """The purpose in clear; None if it was altered, which the chain says too."""
        return self._sealer.read_text(sealed, _aad(evidence_id, "purpose"))

    def name(self, item: Item) -> str | None:
        """The name of the file."""
        opened = self._open(item, "name", item.name_sealed)
        return opened.decode() if opened is not None else None

    def claimed(self, item: Item) -> dict[str, Any]:
        """What the sender claims."""
        return self._claims(item, "claimed", item.claimed_sealed)

    def found(self, item: Item) -> dict[str, Any]:
        """What the file claims of itself."""
        return self._claims(item, "found", item.found_sealed)

    def _claims(self, item: Item, field: str, blob: bytes | None) -> dict[str, Any]:
        opened = self._open(item, field, blob)
        claims: dict[str, Any] = json.loads(opened) if opened is not None else {}
        return claims

    def _open(self, item: Item, field: str, blob: bytes | None) -> bytes | None:
        if blob is None or item.wrapped_key is None:
            return None
        key = self._sealer.unwrap(item.wrapped_key, _aad(item.evidence_id, "key"))
        return key.open(blob, _aad(item.evidence_id, field))


def _aad(evidence_id: UUID, field: str) -> str:
    return f"evidence|{evidence_id}|{field}"
