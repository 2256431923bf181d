"""An agency at work by the client; everything acknowledged to it is written down."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from netral_client import Claims, Netral, Patience, Receipt, Status
from netral_client.uploads import Progress

from deploy.demo.cast import Cast
from deploy.demo.matter import Kept, Matter
from deploy.demo.record import Record

_PATIENCE = Patience(attempts=8, first=timedelta(milliseconds=200), longest=timedelta(seconds=5))


class Sender:
    """One agency's system, telling one story."""

    def __init__(
        self,
        agency_id: str,
        cast: Cast,
        record: Record,
        story: int,
        evidence_url: str | None = None,
    ) -> None:
        self.id = agency_id
        self.kind = str(cast.agencies[agency_id]["kind"])
        self._record = record
        self._story = story
        self.client = Netral(
            cast.intake_url,
            str(cast.agencies[agency_id]["token"]),
            evidence_url=evidence_url or cast.evidence_url,
            patience=_PATIENCE,
        )
        record.connections.callback(self.client.close)

    def upload(
        self,
        path: Path,
        jurisdiction: str,
        claims: Claims | None = None,
        on_progress: Progress | None = None,
    ) -> str:
        """Sends a file and remembers what it must still be at the end; its evidence id."""
        item = self.client.upload(
            path, jurisdiction=jurisdiction, claims=claims, on_progress=on_progress
        )
        self._record.kept.append(
            Kept(
                evidence_id=item.evidence_id,
                sha256=item.sha256,
                size=item.size,
                jurisdiction=jurisdiction,
                story=self._story,
                agency_id=self.id,
            )
        )
        return item.evidence_id

    def submit(self, complaint: Mapping[str, Any]) -> tuple[Matter, Receipt]:
        """Sends a complaint; remembered from the moment it is acknowledged."""
        receipt = self.client.submit(complaint)
        matter = Matter(
            complaint_id=receipt.complaint_id,
            agency_id=self.id,
            jurisdiction=str(complaint["jurisdiction"]),
            story=self._story,
            evidence_ids=[item["id"] for item in complaint.get("evidence", ()) if "id" in item],
        )
        self._record.matters.append(matter)
        return matter, receipt

    def status(self, matter: Matter) -> Status:
        """What this agency may know of it now."""
        return self.client.status(matter.complaint_id)
