"""Ids that are derived, so a repetition is the same thing, and keyed, so none is guessed."""

import hmac
from uuid import UUID


class IdMint:
    """Makes UUIDv8 (RFC 9562) out of HMAC-SHA256 over length-prefixed parts."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the id secret has at least 32 bytes")
        self._secret = secret

    def mint(self, *parts: str | bytes) -> UUID:
        """The same parts give the same id, for ever; without the secret none can be computed."""
        digest = bytearray(self.digest(*parts)[:16])
        digest[6] = (digest[6] & 0x0F) | 0x80
        digest[8] = (digest[8] & 0x3F) | 0x80
        return UUID(bytes=bytes(digest))

    def digest(self, *parts: str | bytes) -> bytes:
        """A keyed digest of 32 bytes, for what must be compared and never read (a NIP)."""
        raw = [part.encode() if isinstance(part, str) else part for part in parts]
        prefixed = b"".join(len(part).to_bytes(4, "big") + part for part in raw)
        return hmac.digest(self._secret, prefixed, "sha256")
