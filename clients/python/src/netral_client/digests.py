"""SHA-256 of files, and the header that carries it."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces of 1 MiB."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def content_digest(hex_digest: str) -> str:
    """`Content-Digest` (RFC 9530) of a hex SHA-256."""
    return f"sha-256=:{b64encode(bytes.fromhex(hex_digest)).decode()}:"
