"""The front door of compose, as it stands in its file: who is slow on purpose is cut off."""

import ssl
import time
from collections.abc import Iterator

import pytest

from tests.deploy.door import HOST, LARGE, Door, front_door

UPLOAD = f"POST /v1/evidence HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {{}}\r\n\r\n"
DOWNLOAD = (
    f"GET /v1/evidence/1/content HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
)
CUT = (ConnectionError, ssl.SSLError)
BOUND = 20
MUCH = 1024 * 1024


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with front_door(tmp_path_factory.mktemp("door")) as running:
        yield running


def is_cut(line: ssl.SSLSocket, *, drip: bytes = b"") -> bool:
    """Whether the line ends within the bound, while it drips; a refusal counts, it is the end."""
    line.settimeout(0.2)
    deadline = time.monotonic() + BOUND
    while time.monotonic() < deadline:
        try:
            told = line.recv(4096)
        except TimeoutError:
            told = None
        except CUT:
            return True
        if told is not None:
            return not told or not told.startswith(b"HTTP/1.1 2")
        try:
            line.sendall(drip)
        except CUT:
            return True
    return False


def test_who_drips_headers_is_cut(door):
    with door.line() as line:
        line.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")

        assert is_cut(line, drip=b"x")


def test_who_asks_nothing_is_cut(door):
    with door.line() as line:
        assert is_cut(line)


def test_who_stalls_in_a_body_is_cut(door):
    with door.line() as line:
        line.sendall(UPLOAD.format(50_000_000).encode() + b"some")

        assert is_cut(line)


def test_who_does_not_read_what_it_asked_for_is_cut(door):
    with door.line() as line:
        line.sendall(DOWNLOAD)
        time.sleep(4)  # twice as long as the door waits for a reader

        assert read_to_the_end(line) < LARGE


def test_who_reads_at_once_gets_all(door):
    with door.line() as line:
        line.sendall(DOWNLOAD)

        assert read_to_the_end(line) >= LARGE


def test_who_uploads_slowly_and_steadily_is_heard_to_the_end(door):
    size, piece = 300_000, 10_000
    with door.line() as line:
        line.sendall(UPLOAD.format(size).encode())
        for _ in range(size // piece):
            line.sendall(b"x" * piece)
            time.sleep(0.2)  # three times as long as the door waits for a silent one

        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")


def read_to_the_end(line: ssl.SSLSocket) -> int:
    """How many bytes still come."""
    got = 0
    try:
        while piece := line.recv(MUCH):
            got += len(piece)
    except CUT:
        return got
    return got
