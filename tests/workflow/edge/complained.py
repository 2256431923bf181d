"""What the complaint of a world says."""

from datetime import datetime
from uuid import UUID

from services.contracts.complaint import ComplaintContent


def the_text(
    complaint_id: UUID, jurisdiction: str, received_at: datetime, nip: str | None
) -> ComplaintContent:
    """A report of the Bawaslu about one civil servant, confidential and without evidence."""
    return ComplaintContent.model_validate(
        {
            "complaint_id": complaint_id,
            "agency_id": "bawaslu-3508",
            "agency_kind": "bawaslu",
            "jurisdiction": jurisdiction,
            "case_number": "BWS/35.08/2024/002",
            "received_at": received_at,
            "body_sha256": "ab",
            "kind": "report",
            "respondents": [
                {
                    "category": "pns",
                    "name": "Pegawai Contoh 2",
                    "nip": nip,
                    "position": "Kepala Seksi",
                    "office": "Dinas Contoh 1",
                }
            ],
            "election": {"type": "pilkada", "event_id": "pilkada-2024-3508"},
            "incident": {
                "what": "Mengikuti akun tim pemenangan dan berkomentar",
                "place": "Media sosial",
                "date_from": "2024-10-07",
                "date_to": "2024-10-07",
                "active_support": True,
            },
            "narrative": "Terlapor mengikuti akun <script>alert(1)</script> dan menulis dukungan.",
            "complainant_mode": "confidential",
            "witnesses": 2,
            "missing": ["no_evidence"],
        },
        strict=False,
    )
