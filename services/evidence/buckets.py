"""The two buckets: quarantine, plain; vault, where what is written can be locked."""

from minio import Minio
from minio.error import S3Error

from services.evidence.settings import EvidenceSettings

_ALREADY = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


def ensure(client: Minio, settings: EvidenceSettings) -> None:
    """Make the buckets that are not there yet; any number of times, from any process."""
    _make(client, settings.s3_quarantine_bucket, object_lock=False)
    _make(client, settings.s3_vault_bucket, object_lock=True)


def _make(client: Minio, bucket: str, *, object_lock: bool) -> None:
    if client.bucket_exists(bucket):
        return
    try:
        client.make_bucket(bucket, object_lock=object_lock)
    except S3Error as error:
        if error.code not in _ALREADY:
            raise
