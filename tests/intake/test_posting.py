import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.intake.addresses import Target
from services.intake.posting import HttpPoster, retry_after, signed
from tests.intake.makers import NOW

NOTICE_ID = UUID("018f3c1e-8a4b-8c2d-9e1f-000000000001")
SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
FORMER = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
BODY = '{"id":"1","data":{"x":"é"}}'.encode()

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Receiver:
    """A bare socket server: what arrives is seen as it came."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.port = 0

    def target(self, path: str = "/hook") -> Target:
        url = urlsplit(f"http://agency.example:{self.port}{path}")
        return Target(url, "127.0.0.1", self.port)


@asynccontextmanager
async def a_receiver(answer: bytes, *, after: Answering | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        receiver.requests.append(head + await reader.readexactly(length))
        try:
            writer.write(answer)
            await writer.drain()
            if after:
                await after(reader, writer)
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver


OK = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


async def test_the_standard_library_of_webhooks_verifies_a_delivery() -> None:
    headers = signed(BODY, NOTICE_ID, datetime.now(UTC), [SECRET])

    Webhook(SECRET).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(FORMER).verify(BODY, headers)


async def test_while_a_secret_rotates_both_verify() -> None:
    headers = signed(BODY, NOTICE_ID, datetime.now(UTC), [SECRET, FORMER])

    Webhook(SECRET).verify(BODY, headers)
    Webhook(FORMER).verify(BODY, headers)


async def test_a_delivery_goes_to_the_judged_address_under_the_name_of_the_host() -> None:
    async with a_receiver(OK) as receiver:
        answer = await HttpPoster().post(receiver.target(), {"webhook-id": "1"}, BODY)
    head, _, body = receiver.requests[0].partition(b"\r\n\r\n")

    assert answer.good
    assert body == BODY
    assert head.startswith(b"POST /hook HTTP/1.1")
    assert f"host: agency.example:{receiver.port}".encode() in head.lower()
    assert b"webhook-id: 1" in head.lower()


async def test_a_redirect_is_a_failure_and_is_not_followed() -> None:
    async with a_receiver(OK) as inside:
        location = f"http://127.0.0.1:{inside.port}/".encode()
        answer = b"HTTP/1.1 302 Found\r\nlocation: %b\r\ncontent-length: 0\r\n\r\n" % location
        async with a_receiver(answer) as receiver:
            got = await HttpPoster().post(receiver.target(), {}, BODY)

    assert (got.good, got.status) == (False, 302)
    assert inside.requests == []


async def test_the_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_receiver(OK) as proxy, a_receiver(OK) as receiver:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        await HttpPoster().post(receiver.target(), {}, BODY)

    assert (len(proxy.requests), len(receiver.requests)) == (0, 1)


async def test_of_an_endless_answer_little_is_read() -> None:
    sent = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while True:
            writer.write(b"x" * 65536)
            sent += 65536
            await writer.drain()

    head = b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"
    async with a_receiver(head, after=endless) as receiver:
        answer = await asyncio.wait_for(HttpPoster().post(receiver.target(), {}, BODY), 5)

    assert answer.good
    assert sent < 64 * 1024 * 1024


async def test_a_receiver_that_never_answers_is_given_up() -> None:
    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with a_receiver(b"", after=wait) as receiver:
        answer = await HttpPoster(timedelta(milliseconds=200)).post(receiver.target(), {}, BODY)

    assert (answer.status, answer.good) == (None, False)


async def test_a_closed_port_is_a_failure_and_no_crash() -> None:
    async with a_receiver(OK) as receiver:
        target = receiver.target()
    answer = await HttpPoster().post(target, {}, BODY)

    assert (answer.status, answer.said) == (None, "ConnectError")


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("120", timedelta(seconds=120)),
        ("-5", None),
        ("9" * 40, timedelta(seconds=10**8)),
        ("Sun, 22 Nov 2026 03:01:00 GMT", timedelta(minutes=1)),
        ("Sun, 22 Nov 2020 03:01:00 GMT", timedelta()),
    ],
)
def test_what_a_receiver_asks_for_is_understood(
    header: str | None, asked: timedelta | None
) -> None:
    assert retry_after(header, NOW) == asked
