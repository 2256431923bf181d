"""The `Idempotency-Key` of a request (IETF draft-07): quoted and bare are one key."""

from services.kit.errors import EdgeRefusal

LONGEST = 255


def parse_key(header: str | None) -> str:
    """The bare key, 1 to 255 printable ASCII characters; missing or invalid is a 400."""
    if header is None or not header.strip():
        raise EdgeRefusal("idempotency-key-missing", 400)
    key = header.strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if not 1 <= len(key) <= LONGEST or not (key.isascii() and key.isprintable()):
        raise EdgeRefusal("idempotency-key-invalid", 400)
    return key
