"""A slow line is served, a line that is slow on purpose is not."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.kit.errors import EdgeRefusal
from services.kit.pacing import LONGEST_SILENCE, SLOWEST, Pace, paced


async def chunks(*pieces: bytes, then_silent: bool = False) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    if then_silent:
        await asyncio.Event().wait()


def test_who_brings_a_byte_a_second_drips_after_one_window():
    pace = Pace(now=0)
    window = int(LONGEST_SILENCE)

    assert [second for second in range(1, window + 1) if pace.drips(1, second)] == [window]


def test_a_slow_and_steady_line_never_drips():
    pace = Pace(now=0)

    assert not any(pace.drips(2 * SLOWEST, second) for second in range(1, 7200))


def test_what_came_fast_at_first_does_not_pay_for_dripping_later():
    pace = Pace(now=0)

    assert not pace.drips(500_000_000, LONGEST_SILENCE)
    assert pace.drips(1, 2 * LONGEST_SILENCE)


async def test_a_whole_body_passes_unchanged():
    assert [piece async for piece in paced(chunks(b"some", b"more"))] == [b"some", b"more"]


async def test_a_body_that_falls_silent_is_a_408_and_the_line_ends():
    with pytest.raises(EdgeRefusal) as refused:
        async for _ in paced(chunks(b"some", then_silent=True), silence=0.05):
            pass

    assert (refused.value.code, refused.value.status) == ("too-slow", 408)
    assert refused.value.headers == {"connection": "close"}
