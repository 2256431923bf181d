"""Send complaints and evidence to netral, follow them, verify what comes back.

    with Netral("https://api.example", token="nta_...") as netral:
        item = netral.upload("photo.jpg", jurisdiction="35.08")
        receipt = netral.submit({..., "evidence": [{"id": item.evidence_id}]})
        for notice in netral.listen():
            ...

Every sending call carries one idempotency key through all its repetitions: whatever the line
does, the far side keeps one complaint and one file.
"""

from netral_client.answers import Claims, EvidenceItem, Notice, Receipt, Status, SupplementReceipt
from netral_client.client import Netral
from netral_client.digests import content_digest, sha256_of
from netral_client.patience import Patience
from netral_client.refusals import AlteredError, NetralError, RefusedError, UnreachableError
from netral_client.webhooks import verify_webhook

__all__ = [
    "AlteredError",
    "Claims",
    "EvidenceItem",
    "Netral",
    "NetralError",
    "Notice",
    "Patience",
    "Receipt",
    "RefusedError",
    "Status",
    "SupplementReceipt",
    "UnreachableError",
    "content_digest",
    "sha256_of",
    "verify_webhook",
]
