"""Cutting a stream into the parts that quarantine keeps; the store is a list here."""

from typing import cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minio import Minio
from minio.error import S3Error

from services.evidence import quarantine
from services.evidence.objects import Objects
from services.evidence.quarantine import PartsWriter, Quarantine
from services.kit.errors import Unavailable

ATTEMPT = UUID(int=1)
PART = 10


class Kept:
    """A quarantine of the test's own."""

    def __init__(self) -> None:
        self.parts: dict[int, bytes] = {}

    async def put(self, attempt: UUID, number: int, part: bytes) -> None:
        assert attempt == ATTEMPT
        assert number not in self.parts
        self.parts[number] = part


@given(pieces=st.lists(st.binary(max_size=3 * PART), max_size=12))
async def test_parts_are_full_but_the_last_however_the_stream_was_cut(pieces: list[bytes]) -> None:
    kept, sent = Kept(), b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarantine, "PART", PART)
        writer = PartsWriter(cast("Quarantine", kept), ATTEMPT)
        for piece in pieces:
            await writer.write(piece)
        count = await writer.finish()

    wanted = [sent[at : at + PART] for at in range(0, len(sent), PART)]
    assert [kept.parts[number] for number in sorted(kept.parts)] == wanted
    assert count == len(wanted)


async def test_a_store_that_does_not_know_us_yet_is_away() -> None:
    class Stranger:
        def put_object(self, *_: object, **__: object) -> None:
            raise S3Error(None, "AccessDenied", "who?", None, None, None)  # type: ignore[arg-type]

    objects = Objects(cast("Minio", Stranger()))
    with pytest.raises(Unavailable):
        await Quarantine(objects, "any").put(ATTEMPT, 1, b"isi")
    objects.close()
