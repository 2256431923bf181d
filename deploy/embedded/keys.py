"""The sandbox's own secrets: made once, kept in its folder, worth nothing elsewhere."""

import base64
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def complete(known: Mapping[str, str]) -> dict[str, str]:
    """Every secret that the stack needs: those known stay, those missing are made."""
    signing = Ed25519PrivateKey.generate()
    fresh = {
        "postgres": secrets.token_urlsafe(18),
        "intake_password": secrets.token_urlsafe(18),
        "evidence_password": secrets.token_urlsafe(18),
        "workflow_password": secrets.token_urlsafe(18),
        "s3_access_key": "netral",
        "s3_secret_key": secrets.token_urlsafe(24),
        "sealing_keys": f"k1:{_key()}",
        "codec_keys": f"k1:{_key()}",
        "id_secret": _key(),
        "kafka_cluster": base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("="),
    }
    pair = {
        "grant_signing_key": base64.b64encode(signing.private_bytes_raw()).decode(),
        "grant_verify_keys": base64.b64encode(signing.public_key().public_bytes_raw()).decode(),
    }
    if not pair.keys() <= known.keys():
        fresh |= pair
    return fresh | dict(known)
