"""Quarantine: the bytes as they came, in parts of 4 MiB, until they are sealed or given up.

Each attempt of an upload has a folder of its own, so that a late write of a given-up attempt never
touches the bytes of the next.
"""

import asyncio
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from minio.deleteobjects import DeleteObject

from services.evidence.blocks import BLOCK, Digester, Digests
from services.evidence.objects import Denied, Gone, Objects, store_away, translated
from services.kit.errors import Unavailable

PART: Final = 4 * 1024 * 1024
_NEVER_SPLIT: Final = 8 * 1024 * 1024
"""More than a part, so that the store's client sends each part in one piece."""


@dataclass(frozen=True, slots=True)
class Held:
    """What quarantine gave back; the bytes too, in pieces, if they are one part and so are few."""

    digests: Digests
    kept: tuple[bytes, ...]


class Quarantine:
    """The bucket of what is not sealed yet."""

    def __init__(self, objects: Objects, bucket: str) -> None:
        self._objects = objects
        self._bucket = bucket

    def writer(self, attempt: UUID) -> "PartsWriter":
        """Takes the bytes of one attempt."""
        return PartsWriter(self, attempt)

    async def put(self, attempt: UUID, number: int, part: bytes) -> None:
        """Store one part; the first is number 1."""
        try:
            await self._objects.call(
                self._objects.client.put_object,
                self._bucket,
                _name(attempt, number),
                io.BytesIO(part),
                len(part),
                part_size=_NEVER_SPLIT,
            )
        except Denied as error:
            # Nothing is locked here: a store that has just started does not know us yet.
            raise store_away() from error

    def read(self, attempt: UUID, parts: int) -> Iterator[bytes]:
        """The bytes of an attempt, in small pieces. Blocking: for a thread of the store."""
        for number in range(1, parts + 1):
            response = translated(
                self._objects.client.get_object, self._bucket, _name(attempt, number)
            )
            try:
                while piece := translated(response.read, BLOCK):
                    yield piece
            finally:
                response.close()
                response.release_conn()

    async def hashed(self, attempt: UUID, parts: int) -> "Held | None":
        """What the store holds now, hashed anew; None if a part is no longer there."""

        def hashed() -> Held:
            digester, kept = Digester(), list[bytes]()
            for piece in self.read(attempt, parts):
                digester.update(piece)
                if parts == 1:
                    kept.append(piece)
            return Held(digester.finish(), tuple(kept))

        try:
            return await self._objects.call(hashed)
        except Gone:
            return None

    async def clear(self, attempt: UUID, parts: int) -> None:
        """Remove the parts of an attempt that came to its end: they are known without asking."""
        names = [_name(attempt, number) for number in range(1, parts + 1)]
        await self._objects.call(self._remove, names)

    async def discard(self, attempt: UUID) -> None:
        """Remove all parts of an attempt, if any."""
        await self._objects.call(self._remove_all, attempt)

    async def attempts(self) -> dict[UUID, datetime]:
        """Every attempt that has bytes here, and when its newest part was written."""
        return await self._objects.call(self._attempts)

    def _attempts(self) -> dict[UUID, datetime]:
        newest: dict[UUID, datetime] = {}
        for entry in self._objects.client.list_objects(self._bucket, recursive=True):
            with suppress(ValueError):
                attempt = UUID((entry.object_name or "").partition("/")[0])
                if entry.last_modified is not None:
                    newest[attempt] = max(
                        newest.get(attempt, entry.last_modified), entry.last_modified
                    )
        return newest

    def _remove_all(self, attempt: UUID) -> None:
        client = self._objects.client
        listed = client.list_objects(self._bucket, prefix=f"{attempt}/", recursive=True)
        self._remove([entry.object_name or "" for entry in listed])

    def _remove(self, names: list[str]) -> None:
        gone = [DeleteObject(name) for name in names]
        for _ in self._objects.client.remove_objects(self._bucket, gone):
            raise store_away()


class PartsWriter:
    """Fills one part while the one before it goes to the store: two parts of memory, no more."""

    def __init__(self, quarantine: Quarantine, attempt: UUID) -> None:
        self._quarantine = quarantine
        self._attempt = attempt
        self._filling: list[bytes] = []
        self._room = PART
        self._going: asyncio.Task[None] | None = None
        self.parts = 0

    async def write(self, piece: bytes) -> None:
        """The next bytes; waits for the store when it is slower than the sender."""
        while len(piece) >= self._room:
            self._filling.append(piece[: self._room])
            piece = piece[self._room :]
            await self._send()
        if piece:
            self._filling.append(piece)
            self._room -= len(piece)

    async def finish(self) -> int:
        """Store what is left; how many parts there are."""
        if self._filling:
            await self._send()
        await self._arrived()
        return self.parts

    async def discard(self) -> None:
        """Keep nothing of this attempt; what the store cannot do now, the sweeper does later."""
        self._filling.clear()
        with suppress(Unavailable):
            await self._arrived()
        with suppress(Unavailable):
            await self._quarantine.discard(self._attempt)

    async def _send(self) -> None:
        # First the one before: joined beside it, a third part would lie in memory.
        await self._arrived()
        part = b"".join(self._filling)
        self._filling.clear()
        self._room = PART
        self.parts += 1
        self._going = asyncio.create_task(self._quarantine.put(self._attempt, self.parts, part))

    async def _arrived(self) -> None:
        going, self._going = self._going, None
        if going is not None:
            await going


def _name(attempt: UUID, number: int) -> str:
    return f"{attempt}/{number:05d}"
