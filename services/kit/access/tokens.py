"""Bearer tokens: 256 random bits, shown once, kept as SHA-256 (nothing to guess)."""

import hashlib
import secrets

AGENCY_PREFIX = "nta_"
PERSON_PREFIX = "ntp_"


def new_token(prefix: str) -> str:
    """A fresh token."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
