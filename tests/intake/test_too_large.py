"""A body that is too large, on a line of its own: why it was refused gets through."""

import asyncio
from urllib.parse import urlsplit

import pytest

from services.intake.api import bodies
from services.intake.app import build
from tests.intake.conftest import Counter
from tests.served import served

_PIECE = bytes(64 * 1024)


async def answer_to_pieces(url: str, token: str, pieces: int) -> bytes:
    """Send all of it in chunks before reading anything, as a plain sender does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    try:
        head = (
            "POST /v1/complaints HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n"
            f"content-type: application/json\r\nauthorization: Bearer {token}\r\n"
            "idempotency-key: besar\r\n\r\n"
        )
        writer.write(head.encode())
        for _ in range(pieces):
            writer.write(b"%x\r\n%b\r\n" % (len(_PIECE), _PIECE))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        return await asyncio.wait_for(reader.read(), timeout=20)
    finally:
        writer.close()


@pytest.mark.parametrize("pieces", [17, 48, 96])
async def test_who_sends_far_too_much_in_chunks_reads_why_it_was_refused(
    counter: Counter, pieces: int
) -> None:
    async with served(build(counter.settings)) as url:
        answer = await answer_to_pieces(url, counter.tokens["bkn"], pieces)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code":"too-large"' in answer


async def test_who_never_ends_is_not_read_for_ever(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_READ_ON", 0.2)
    async with served(build(counter.settings)) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        writer.write(
            b"POST /v1/complaints HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n"
            b"content-type: application/json\r\nidempotency-key: besar\r\nauthorization: Bearer "
            + counter.tokens["bkn"].encode()
            + b"\r\n\r\n%x\r\n" % (2 * 1024 * 1024)
            + bytes(1024 * 1024 + 1)
        )
        answer = await asyncio.wait_for(reader.read(), timeout=10)
        writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")
