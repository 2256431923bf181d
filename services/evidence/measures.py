"""The figures of this service, beside those that the kit names."""

from prometheus_client import Counter

from services.kit.metrics import Measured

BYTES_IN = Counter("netral_evidence_bytes_total", "Bytes of evidence received and hashed")
RECEIVED = Counter("netral_evidence_received_total", "Evidence items acknowledged with 202")
SEALED = Counter("netral_evidence_sealed_total", "Evidence items sealed")
REFUSED = Counter("netral_evidence_refused_total", "Evidence items whose bytes had changed")
ALTERED = Counter("netral_evidence_altered_total", "Readings that found sealed bytes altered")
NAMED_IN_VAIN = Counter(
    "netral_evidence_named_in_vain_total", "Items named that are not there or not the agency's"
)
SWEPT = Counter("netral_evidence_swept_total", "Items swept that no complaint named")
LOCK_PROVEN = Measured("netral_evidence_lock_proven", "1 once the store has shown that it locks")
UPLOADS = Measured("netral_evidence_uploads", "Uploads being taken in")
