"""A body that merely drips is given up by each service; one that is slow and steady is taken."""

import asyncio
import json
import time
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from services.kit.pacing import LONGEST_SILENCE, SLOWEST
from tests.security.asking import Asking, a_body, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

BOUND = 2 * LONGEST_SILENCE
LONG = 1_000_000
JSON, PDF = "application/json", "application/pdf"


class Slow(NamedTuple):
    """A request whose body comes piece by piece, one each second."""

    service: str
    path: str
    who: str
    kind: str


COMPLAINT = Slow("intake", "/v1/complaints", "bawaslu-6105", JSON)
FILE = Slow("evidence", "/v1/evidence?jurisdiction=61.05", "bawaslu-6105", PDF)
FINDING = Slow("workflow", "/v1/findings", "auditor-6105", JSON)


async def sent(asking: Asking, slow: Slow, body: bytes, size: int) -> tuple[bytes, float]:
    """The answer as it came, and the seconds until it did.

    It is listened to while the body is sent: who writes on after the line was cut is reset, and
    would not get to read why.
    """
    url = urlsplit(f"{asking.info[f'{slow.service}_url']}{slow.path}")
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    answer = asyncio.create_task(asyncio.wait_for(reader.read(), BOUND))
    try:
        writer.write(
            f"POST {slow.path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
            f"content-type: {slow.kind}\r\ncontent-length: {len(body)}\r\n"
            f"authorization: Bearer {asking.token(slow.who, slow.service)}\r\n"
            f"idempotency-key: {a_key()}\r\naccept-language: en\r\n\r\n".encode()
        )
        for begin in range(0, len(body), size):
            writer.write(body[begin : begin + size])
            await asyncio.wait({answer}, timeout=1)
            if answer.done():
                break
        return await answer, time.monotonic() - began
    finally:
        answer.cancel()
        writer.close()


async def test_who_drips_is_a_408_at_each_service_and_who_is_slow_and_steady_is_taken(
    asking: Asking,
) -> None:
    longer_than_a_window = int(LONGEST_SILENCE * 1.2) * 2 * SLOWEST
    complaint = json.dumps(a_body(narrative="x" * longer_than_a_window)).encode()
    file = b"%PDF-1.4\n" + b"x" * longer_than_a_window

    *dripped, taken, stored = await asyncio.gather(
        *(sent(asking, one, b" " * LONG, 1) for one in (COMPLAINT, FILE, FINDING)),
        sent(asking, COMPLAINT, complaint, 2 * SLOWEST),
        sent(asking, FILE, file, 2 * SLOWEST),
    )

    for answer, _ in dripped:
        assert answer.startswith(b"HTTP/1.1 408 "), answer
        assert b'"code":"too-slow"' in answer
    for answer, took in (taken, stored):
        assert answer.startswith(b"HTTP/1.1 202 "), answer
        assert took > LONGEST_SILENCE
