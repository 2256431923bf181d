"""SHA-256 of the whole and of every block of 1 MiB, computed while the bytes pass by.

The digest of each block is kept with the item, so that a part of a file can be checked without
reading the whole: no byte leaves before its block has been compared.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

BLOCK: Final = 1024 * 1024
DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class Digests:
    """What is known of some bytes: how many, their SHA-256, and that of each block in order."""

    size: int
    sha256: bytes
    blocks: bytes
    """The digests of the blocks, 32 bytes each, one after the other."""

    def block(self, number: int) -> bytes:
        """The digest of a block; the first is number 0."""
        return self.blocks[number * DIGEST : (number + 1) * DIGEST]

    def intact(self, number: int, content: bytes | memoryview) -> bool:
        """Whether this is the content of the block, to the last bit."""
        return hashlib.sha256(content).digest() == self.block(number)


class Digester:
    """Takes bytes in pieces of any size; the answer does not depend on how they were cut."""

    def __init__(self) -> None:
        self._whole = hashlib.sha256()
        self._block = hashlib.sha256()
        self._room = BLOCK
        self._blocks = bytearray()
        self._size = 0

    def update(self, piece: bytes | memoryview) -> None:
        """The next bytes."""
        view = memoryview(piece)
        self._whole.update(view)
        self._size += len(view)
        while view:
            taken = view[: self._room]
            self._block.update(taken)
            self._room -= len(taken)
            view = view[len(taken) :]
            if self._room == 0:
                self._close_block()

    def finish(self) -> Digests:
        """What is known once the last byte has passed; call it once."""
        if self._room < BLOCK:
            self._close_block()
        return Digests(self._size, self._whole.digest(), bytes(self._blocks))

    def _close_block(self) -> None:
        self._blocks += self._block.digest()
        self._block = hashlib.sha256()
        self._room = BLOCK
