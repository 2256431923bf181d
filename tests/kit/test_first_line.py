"""Bytes that are no request, on a line of their own."""

import asyncio
import json
import signal
from collections.abc import Iterator

import pytest

from services.kit.health import Health
from services.kit.serving import run_background
from tests.kit.test_serving import some_settings


@pytest.fixture(autouse=True)
def the_signals_as_they_were() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


async def answer_to(said: bytes) -> bytes:
    settings = some_settings()

    async def working() -> None:
        await asyncio.Event().wait()

    serving = asyncio.create_task(run_background(Health(), settings, working()))
    try:
        async with asyncio.timeout(10):
            while True:
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", settings.port)
                    break
                except OSError:
                    await asyncio.sleep(0.02)
            writer.write(said)
            answer = await reader.read()
            writer.close()
            return answer
    finally:
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving


@pytest.mark.parametrize(
    "said", [b"FOO /livez HTTP/1.1\r\nhost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n"]
)
async def test_what_is_no_request_gets_a_problem_document(said: bytes) -> None:
    head, _, body = (await answer_to(said)).partition(b"\r\n\r\n")
    told = json.loads(body)

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert (told["code"], told["status"]) == ("not-http", 400)
