"""A file of which only the beginning and the end are here; what lies between reads as zeros."""

import io
from typing import Final

HEAD: Final = 8 * 1024 * 1024
TAIL: Final = 1024 * 1024


class Ends:
    """Keeps the beginning and the end of a file of known size while its bytes pass by."""

    def __init__(self, size: int) -> None:
        self.size = size
        # Made at once: pieces that are joined later lie in memory twice.
        self.head = bytearray(min(HEAD, size))
        self.tail = bytearray(min(TAIL, size - len(self.head)))
        self._at = 0

    def update(self, piece: bytes) -> None:
        """The next bytes; what goes beyond the size is not kept."""
        self._keep(self.head, self._at, piece)
        self._keep(self.tail, self._at - (self.size - len(self.tail)), piece)
        self._at += len(piece)

    @staticmethod
    def _keep(into: bytearray, at: int, piece: bytes) -> None:
        """Lay the piece over the place where it begins, which may lie before or behind."""
        first, last = max(at, 0), min(at + len(piece), len(into))
        if first < last:
            into[first:last] = memoryview(piece)[first - at : last - at]


class Window(io.RawIOBase):
    """Seekable; large enough for the header of an image and the directory at the end of a zip."""

    def __init__(self, size: int, head: bytes, tail: bytes) -> None:
        super().__init__()
        self._size, self._head, self._tail = size, head, tail
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, which may lie past the end."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Fill the buffer from the place it stands at; 0 at the end."""
        wanted = memoryview(buffer).cast("B")
        count = max(0, min(len(wanted), self._size - self._at))
        # Never more than is here: a file that lies about its size must not make us build zeros.
        count = min(count, HEAD)
        wanted[:count] = self._slice(self._at, count)
        self._at += count
        return count

    def _slice(self, start: int, count: int) -> bytes:
        tail_at = self._size - len(self._tail)
        if start + count <= len(self._head):
            return self._head[start : start + count]
        if start >= tail_at:
            return self._tail[start - tail_at : start - tail_at + count]
        out = bytearray(count)
        early = self._head[start : start + count]
        out[: len(early)] = early
        reach = start + count - tail_at
        if reach > 0:
            out[count - reach :] = self._tail[:reach]
        return bytes(out)
