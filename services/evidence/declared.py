"""What came with the bytes: the file's name, the claims, the digest. Kept sealed."""

import base64
import binascii
import re
import unicodedata
from datetime import date
from typing import Annotated, Final
from urllib.parse import unquote_to_bytes

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field

from services.kit.errors import EdgeRefusal

LONGEST_NAME: Final = 255
_QUOTED: Final = re.compile(r'filename\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_BARE: Final = re.compile(r"filename\s*=\s*([^\s;\"]+)", re.IGNORECASE)
_EXTENDED: Final = re.compile(r"filename\*\s*=\s*([\w-]+)'[\w-]*'([^\s;]+)", re.IGNORECASE)
_WRITTEN: Final = re.compile(r"\d{4}-\d{2}-\d{2}($|[Tt ]\d{2}:\d{2})", re.ASCII)
_SHA_256: Final = re.compile(r"(?:^|,)\s*sha-256\s*=\s*:([A-Za-z0-9+/=]{1,100}):", re.IGNORECASE)


def _storable(text: str) -> str:
    """Text without control characters and lone surrogates: it can be stored and shown."""
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        raise ValueError("control characters")
    return text


def _written_out(value: object) -> object:
    """Pydantic would take "1700000000" for an instant; an instant is written out."""
    if not (isinstance(value, date) or (isinstance(value, str) and _WRITTEN.match(value))):
        raise ValueError("not an instant")
    return value


def _line(text: str) -> str:
    return " ".join(_storable(text).split())


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_line)]


class Claimed(BaseModel, frozen=True, extra="forbid"):
    """What the sender says about the file; kept beside it, never taken as established."""

    taken_at: Annotated[AwareDatetime | date, BeforeValidator(_written_out)] | None = Field(
        None,
        description="when it was made: a date, or an instant with its offset; not after now",
        examples=["2024-01-20T09:15:00+07:00"],
    )
    place: Line | None = Field(None, description="where it was made", examples=["Balai desa"])
    source_url: Annotated[str, Field(max_length=2000), AfterValidator(_line)] | None = Field(
        None, description="where it was found", examples=["https://example.org/post/1"]
    )
    platform: Line | None = Field(None, description="social medium", examples=["instagram"])
    account: Line | None = Field(None, description="account on the platform")
    description: Annotated[str, Field(max_length=4000), AfterValidator(_storable)] | None = Field(
        None, description="what is to be seen or heard"
    )


def file_name(disposition: str | None, named: str | None) -> str | None:
    """The name that was given, without folders; `filename*` before `filename` before `name`."""
    given = _from_disposition(disposition) or named
    if given is None:
        return None
    try:
        name = _line(given.replace("\\", "/").rpartition("/")[2])
    except ValueError as error:
        raise EdgeRefusal("file-name-invalid", 422) from error
    if not name or len(name) > LONGEST_NAME or name in {".", ".."}:
        raise EdgeRefusal("file-name-invalid", 422)
    return unicodedata.normalize("NFC", name)


def content_digest(header: str | None) -> bytes | None:
    """The SHA-256 of a `Content-Digest` header (RFC 9530); 400 if there is none in it."""
    if header is None:
        return None
    match = _SHA_256.search(header)
    try:
        digest = base64.b64decode(match.group(1), validate=True) if match else b""
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != 32:
        raise EdgeRefusal("content-digest-invalid", 400)
    return digest


def _from_disposition(header: str | None) -> str | None:
    if not header:
        return None
    extended = _EXTENDED.search(header)
    if extended and extended.group(1).lower() in {"utf-8", "iso-8859-1"}:
        return unquote_to_bytes(extended.group(2)).decode(extended.group(1), "replace")
    quoted, bare = _QUOTED.search(header), _BARE.search(header)
    text = re.sub(r"\\(.)", r"\1", quoted.group(1)) if quoted else bare.group(1) if bare else None
    # A header arrives as Latin-1; most senders mean UTF-8.
    return text.encode("latin-1", "replace").decode("utf-8", "replace") if text else None
