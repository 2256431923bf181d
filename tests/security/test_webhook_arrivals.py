"""Measured by what arrives at a listener inside, not by what is answered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from services.intake.addresses import Guard, look_up
from services.intake.posting import Answer, HttpPoster
from services.kit.errors import Malformed

pytestmark = pytest.mark.timeout(60)


@dataclass
class Inside:
    """A listener of this machine that counts who came."""

    port: int = 0
    arrived: list[bytes] = field(default_factory=list)
    says: bytes = b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.arrived.append(await reader.readline())
        writer.write(self.says)
        await writer.drain()
        writer.close()


@pytest.fixture
async def inside() -> AsyncIterator[Inside]:
    found = Inside()
    server = await asyncio.start_server(found.take, "127.0.0.1")
    found.port = int(server.sockets[0].getsockname()[1])
    yield found
    server.close()
    await server.wait_closed()


async def deliver(guard: Guard, url: str) -> Answer | None:
    """As the deliveries do it: judged, then posted to the very address that was judged."""
    try:
        target = await guard.judge(url)
    except Malformed:
        return None
    return await HttpPoster(timedelta(seconds=3)).post(target, {}, b"{}")


HOSTS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "user@127.0.0.1",
    "public.example@127.0.0.1",
    "127.0.0.1%23@public.example",
    "127.0.0.1\\@public.example",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", HOSTS)
async def test_no_spelling_of_this_machine_is_reached(
    inside: Inside, host: str, scheme: str
) -> None:
    await deliver(Guard(), f"{scheme}://{host}:{inside.port}/hook")

    assert inside.arrived == []


async def test_a_name_that_changes_its_mind_is_not_asked_twice(inside: Inside) -> None:
    answers = iter([["192.0.78.13"], ["127.0.0.1"]])

    async def rebinding(_host: str, _port: int) -> list[str]:
        return next(answers)

    guard = Guard((), rebinding)
    target = await guard.judge(f"https://changing.example:{inside.port}/hook")

    assert target.address == "192.0.78.13"
    assert await deliver(guard, f"https://changing.example:{inside.port}/hook") is None
    assert inside.arrived == []


async def test_a_redirect_inside_is_a_failure_and_is_not_followed(inside: Inside) -> None:
    outside = Inside()
    server = await asyncio.start_server(outside.take, "127.0.0.2")
    port = int(server.sockets[0].getsockname()[1])
    location = f"http://127.0.0.1:{inside.port}/".encode()
    outside.says = b"HTTP/1.1 307 Go\r\nlocation: " + location + b"\r\ncontent-length: 0\r\n\r\n"
    answer = await deliver(Guard(["127.0.0.2/32"]), f"http://127.0.0.2:{port}/")
    server.close()
    await server.wait_closed()

    assert len(outside.arrived) == 1
    assert answer is not None
    assert (answer.status, answer.good) == (307, False)
    assert inside.arrived == []


async def test_the_listener_is_reached_where_an_operator_allows_it(inside: Inside) -> None:
    answer = await deliver(Guard(["127.0.0.0/8"], look_up), f"http://127.0.0.1:{inside.port}/hook")

    assert answer is not None
    assert answer.good
    assert inside.arrived == [b"POST /hook HTTP/1.1\r\n"]
