"""What the other services are told of an item: one gapless sequence per item."""

from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from services.contracts.events import (
    EvidenceAttached,
    EvidenceData,
    EvidenceRefused,
    EvidenceSealed,
)
from services.evidence.items import Item
from services.kit import outbox, telemetry, topics
from services.kit.database import Connection
from services.kit.ids import IdMint

SCHEMA: Final = "evidence"
SOURCE: Final = "/netral/evidence"

_KINDS: Final = {
    "sealed": EvidenceSealed,
    "refused": EvidenceRefused,
    "attached": EvidenceAttached,
}


class Announcer:
    """Puts events into the outbox of the caller's transaction."""

    def __init__(self, ids: IdMint) -> None:
        self._ids = ids

    async def announce(
        self,
        conn: Connection,
        what: Literal["sealed", "refused", "attached"],
        item: Item,
        *,
        complaint_id: UUID | None = None,
    ) -> None:
        """Say it of an item whose row the transaction holds; thin: nothing a person wrote."""
        sequence: int = await conn.fetchval(
            "update evidence.item set sequence = sequence + 1 where evidence_id = $1"
            " returning sequence",
            item.evidence_id,
        )
        event = _KINDS[what](
            id=self._ids.mint("evidence-event", item.evidence_id.bytes, str(sequence)),
            source=SOURCE,
            subject=item.evidence_id,
            time=datetime.now(UTC),
            sequence=sequence,
            jurisdiction=item.jurisdiction,
            traceparent=telemetry.traceparent(),
            data=EvidenceData(
                evidence_id=item.evidence_id,
                agency_id=item.agency_id,
                complaint_id=complaint_id,
                sent_for=UUID(item.sent_for) if item.sent_for else None,
                sha256=item.digests.sha256.hex(),
                size=item.digests.size,
                media_type=item.media_type,
                warnings=list(item.warnings),
            ),
        )
        await outbox.append(conn, SCHEMA, topics.EVIDENCE, event)
