"""The vault: sealed bytes under Object Lock, always addressed by version id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Final, cast
from uuid import UUID

from minio.retention import Retention

from services.evidence.blocks import BLOCK, Digester, Digests
from services.evidence.inspection.window import Ends
from services.evidence.objects import Objects

PART: Final = 5 * 1024 * 1024
"""The smallest that S3 takes: each part lies in memory once or twice while it is sent."""
_ROUNDING: Final = timedelta(seconds=2)


class NotAsWritten(Exception):
    """What the store gives back is not what was written, or not under the lock that was asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one sealed item lies."""

    key: str
    version: str


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the vault gave back; the two ends are of the very bytes that were hashed."""

    digests: Digests
    ends: Ends


def key_of(jurisdiction: str, evidence_id: UUID) -> str:
    """The key of an item; made by us alone, out of nothing that a sender wrote."""
    return f"{jurisdiction}/{evidence_id}"


class Vault:
    """The bucket under lock."""

    def __init__(self, objects: Objects, bucket: str, mode: str) -> None:
        self._objects = objects
        self._client = objects.client
        self._bucket = bucket
        self.mode = mode

    async def put(self, key: str, content: Iterator[bytes], size: int, until: datetime) -> Place:
        """Write a new version, locked until then, and read its lock back."""
        return await self._objects.call(self._put, key, content, size, until)

    async def read_back(self, place: Place, size: int) -> ReadBack:
        """What the vault gives back now, hashed anew."""
        return await self._objects.call(self._read_back, place, size)

    async def versions(self, key: str) -> list[Place]:
        """All versions of a key that are no delete markers."""
        return await self._objects.call(self._versions, key)

    async def read(self, place: Place, start: int, length: int) -> bytes:
        """Bytes as the vault has them; unchecked, for `content` to compare."""
        return await self._objects.call(self._read, place, start, length)

    async def extend(self, place: Place, until: datetime) -> None:
        """Lock for longer, and read it back."""
        await self._objects.call(self._lock, place, until)

    async def remove(self, key: str) -> None:
        """Remove every version of a key whose lock has ended; `Denied` if one has not."""
        for place in await self.versions(key):
            await self._objects.call(
                self._client.remove_object, self._bucket, place.key, place.version
            )

    def _put(self, key: str, content: Iterator[bytes], size: int, until: datetime) -> Place:
        written = self._client.put_object(
            self._bucket,
            key,
            cast("BinaryIO", _Reader(content)),
            size,
            part_size=PART,
            num_parallel_uploads=1,
            retention=Retention(self.mode, until),
        )
        if not written.version_id:
            raise NotAsWritten("the vault keeps no versions")
        place = Place(key, written.version_id)
        if not self._holds(place, until):
            # Some stores drop the lock that came with the write: set it again, then insist.
            self._lock(place, until)
        return place

    def _lock(self, place: Place, until: datetime) -> None:
        self._client.set_object_retention(
            self._bucket, place.key, Retention(self.mode, until), place.version
        )
        if not self._holds(place, until):
            raise NotAsWritten("the lock is not as it was set")

    def _holds(self, place: Place, until: datetime) -> bool:
        held = self._client.get_object_retention(self._bucket, place.key, place.version)
        return (
            held is not None
            and held.mode == self.mode
            and held.retain_until_date >= until - _ROUNDING
        )

    def _read_back(self, place: Place, size: int) -> ReadBack:
        digester, ends = Digester(), Ends(size)
        response = self._client.get_object(self._bucket, place.key, version_id=place.version)
        try:
            while piece := response.read(BLOCK):
                digester.update(piece)
                ends.update(piece)
        finally:
            response.close()
            response.release_conn()
        return ReadBack(digester.finish(), ends)

    def _read(self, place: Place, start: int, length: int) -> bytes:
        response = self._client.get_object(
            self._bucket, place.key, offset=start, length=length, version_id=place.version
        )
        try:
            return response.read()
        finally:
            response.close()
            response.release_conn()

    def _versions(self, key: str) -> list[Place]:
        listed = self._client.list_objects(
            self._bucket, prefix=key, include_version=True, recursive=True
        )
        return [
            Place(key, entry.version_id)
            for entry in listed
            if entry.object_name == key and entry.version_id and not entry.is_delete_marker
        ]


class _Reader:
    """An iterator of bytes as the file that minio-py reads from."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content = content
        self._left = b""

    def read(self, count: int = -1) -> bytes:
        """Up to so many bytes; fewer only at the end."""
        pieces, have = [self._left], len(self._left)
        while count < 0 or have < count:
            piece = next(self._content, b"")
            if not piece:
                break
            pieces.append(piece)
            have += len(piece)
        joined = b"".join(pieces)
        self._left = joined[count:] if count >= 0 else b""
        return joined[:count] if count >= 0 else joined
