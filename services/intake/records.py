"""One complaint as it is kept: found for who may see it, and unsealed part by part."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.contracts.complaint import (
    CorrectionMade,
    EvidenceEntry,
    People,
    Said,
    Statement,
)
from services.intake.complaints import Supplement
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.kit.sealing import DataKey, Sealer

Row = Any
"""An asyncpg record."""


class SupplementKept(Said):
    """What a supplement says of the matter, and the matter as it reads since then."""

    text: str | None = None
    evidence: tuple[EvidenceEntry, ...] = ()
    corrections: tuple[CorrectionMade, ...] = ()
    statement: Statement


@dataclass(frozen=True)
class Record:
    """A complaint's rows and the key that opens them."""

    row: Row
    supplements: Sequence[Row]
    key: DataKey

    @property
    def complaint_id(self) -> UUID:
        """Whose record it is."""
        found: UUID = self.row["complaint_id"]
        return found

    def document(self) -> dict[str, Any]:
        """The submitted body as JSON."""
        raw = self.key.open(self.row["raw_sealed"], f"{self.complaint_id}|raw")
        found: dict[str, Any] = json.loads(raw)
        return found

    def supplement_bodies(self) -> list[Supplement]:
        """The submitted supplements, in their order."""
        return [
            Supplement.model_validate_json(
                self.key.open(row["raw_sealed"], self.part(row["number"], "raw"))
            )
            for row in self.supplements
        ]

    def statement(self) -> Statement:
        """The matter as it was submitted."""
        opened = self.key.open(self.row["content_sealed"], f"{self.complaint_id}|content")
        return Statement.model_validate_json(opened)

    def kept_supplements(self) -> list[SupplementKept]:
        """The matter of each supplement."""
        return [
            SupplementKept.model_validate_json(
                self.key.open(row["content_sealed"], self.part(row["number"], "content"))
            )
            for row in self.supplements
        ]

    def identities(self) -> list[People]:
        """The people of the complaint and of each supplement; the newest names who they are."""
        sealed = [(self.row["identity_sealed"], f"{self.complaint_id}|identity")]
        sealed += [
            (row["identity_sealed"], self.part(row["number"], "identity"))
            for row in self.supplements
        ]
        return [People.model_validate_json(self.key.open(blob, aad)) for blob, aad in sealed]

    def part(self, number: int, field: str) -> str:
        """The associated data of one sealed part of a supplement."""
        return f"{self.complaint_id}|supplement {number}|{field}"


async def record_of(conn: Connection, sealer: Sealer, complaint_id: UUID) -> Record:
    """The record, or NotFound; who may see it is the caller's question."""
    row = await conn.fetchrow(
        "select complaint.*, complaint_key.wrapped, standing.missing, standing.warnings,"
        " standing.sequence, standing.supplements as supplements_made, standing.withdrawn_at"
        " from intake.complaint join intake.complaint_key using (complaint_id)"
        " join intake.standing using (complaint_id) where complaint_id = $1",
        complaint_id,
    )
    if row is None:
        raise NotFound("not-found")
    supplements = await conn.fetch(
        "select * from intake.supplement where complaint_id = $1 order by number", complaint_id
    )
    return Record(row, supplements, sealer.unwrap(row["wrapped"], str(complaint_id)))


async def lock(conn: Connection, complaint_id: UUID, agency_id: str) -> None:
    """Nobody else adds to the complaint until the commit; NotFound if it is not the agency's."""
    found = await conn.fetchval(
        "select 1 from intake.standing join intake.complaint using (complaint_id)"
        " where complaint_id = $1 and agency_id = $2 for update of standing",
        complaint_id,
        agency_id,
    )
    if found is None:
        raise NotFound("not-found")
