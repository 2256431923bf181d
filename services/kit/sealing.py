"""Envelope encryption: a random data key a record, wrapped by a key from the settings.

AES-256-GCM throughout. A blob is `nonce (12 bytes) || ciphertext and tag`; a wrapped key is
`length of key id (1 byte) || key id || blob`. The associated data names the record and field, so
that a ciphertext moved to another place does not open.
"""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class SealBroken(Exception):
    """The blob was altered, moved, or sealed under a key that is not here."""


class DataKey:
    """The key of one record."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plaintext: bytes, aad: str) -> bytes:
        """The plaintext sealed; opens only with the same associated data."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, plaintext, aad.encode())

    def open(self, blob: bytes, aad: str) -> bytes:
        """The plaintext, or SealBroken."""
        try:
            return self._aead.decrypt(blob[:_NONCE], blob[_NONCE:], aad.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(aad) from error


class Sealer:
    """Wraps and unwraps data keys; the first key of the ring is the current one."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError("at least one sealing key is needed")
        self._rings = {key_id: DataKey(key) for key_id, key in keys.items()}
        self._current = next(iter(keys))

    def new_data_key(self, aad: str) -> tuple[bytes, DataKey]:
        """A fresh data key: as it is stored (wrapped), and ready to use."""
        raw = os.urandom(32)
        return self._wrap(raw, aad), DataKey(raw)

    def unwrap(self, wrapped: bytes, aad: str) -> DataKey:
        """The data key of a record, or SealBroken."""
        key_id, blob = self._split(wrapped)
        try:
            ring = self._rings[key_id]
        except KeyError as error:
            raise SealBroken(f"no key {key_id}") from error
        return DataKey(ring.open(blob, f"{aad}|{key_id}"))

    def seal(self, plaintext: bytes, aad: str) -> bytes:
        """For a lone value with no data key of its own: wrapped key and blob in one."""
        wrapped, key = self.new_data_key(aad)
        return len(wrapped).to_bytes(2, "big") + wrapped + key.seal(plaintext, aad)

    def open(self, blob: bytes, aad: str) -> bytes:
        """What `seal` sealed, or SealBroken."""
        length = int.from_bytes(blob[:2], "big")
        return self.unwrap(blob[2 : 2 + length], aad).open(blob[2 + length :], aad)

    def seal_text(self, text: str, aad: str) -> str:
        """A lone text sealed as Base64, for a place that holds text (a chain, a JSON column)."""
        return base64.b64encode(self.seal(text.encode(), aad)).decode()

    def read_text(self, sealed: str, aad: str) -> str | None:
        """What `seal_text` sealed; None if it was altered or moved."""
        try:
            return self.open(base64.b64decode(sealed, validate=True), aad).decode()
        except (SealBroken, ValueError):
            return None

    def _wrap(self, raw: bytes, aad: str) -> bytes:
        key_id = self._current.encode()
        blob = self._rings[self._current].seal(raw, f"{aad}|{self._current}")
        return len(key_id).to_bytes(1, "big") + key_id + blob

    def _split(self, wrapped: bytes) -> tuple[str, bytes]:
        length = wrapped[0] if wrapped else 0
        return wrapped[1 : 1 + length].decode("utf-8", "replace"), wrapped[1 + length :]
