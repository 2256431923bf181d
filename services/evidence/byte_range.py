"""One range of bytes out of a `Range` header (RFC 9110 §14)."""

import re
from dataclasses import dataclass
from typing import Final

from services.kit.errors import EdgeRefusal

_ONE: Final = re.compile(r"^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$", re.ASCII)
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From the first to the last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """The value of `Content-Range`."""
        return f"bytes {self.first}-{self.last}/{size}"


def asked(header: str | None, size: int) -> ByteRange | None:
    """The range that is asked for, None for the whole; 416 for one that lies outside.

    Several ranges at once, other units and what is not of the form are answered with the whole,
    as the standard allows.
    """
    match = _ONE.match(header) if header and len(header) <= _LONGEST else None
    if match is None:
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        return _tail(int(last), size)
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise _outside(size)
    return ByteRange(start, min(end, size - 1))


def _tail(length: int, size: int) -> ByteRange:
    if length == 0:
        raise _outside(size)
    return ByteRange(max(0, size - length), size - 1)


def _outside(size: int) -> EdgeRefusal:
    return EdgeRefusal("range-outside", 416, headers={"content-range": f"bytes */{size}"})
