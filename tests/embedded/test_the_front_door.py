"""The real Caddy before three tiny services that say their name."""

import http.client
import json
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp

import pytest

from deploy.embedded import Stack

MIB = 1024 * 1024


class DoorHandle:
    """Speaks to 127.0.0.1 by a host's name, trusting only the stack's own authority."""

    def __init__(self, stack: Stack) -> None:
        self.port = stack.layout.ports["front-door"]
        self.trust = ssl.create_default_context(cafile=stack.info["front_door_ca"])

    def ask(self, host: str, path: str, *, body: bytes | None = None) -> tuple[int, str]:
        answer, text = self.ask_for(f"{host}:{self.port}", path, host=host, body=body)
        return answer.status, text

    def ask_for(
        self, name: str, path: str, *, host: str = "api.localhost", body: bytes | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        """The answer to whoever comes on a line to `host` and then asks for `name`."""
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        with self.trust.wrap_socket(raw, server_hostname=host) as line:
            connection = http.client.HTTPConnection(host, self.port)
            connection.sock = line
            method = "POST" if body is not None else "GET"
            connection.request(method, path, body=body, headers={"Host": name})
            answer = connection.getresponse()
            return answer, answer.read().decode()


def a_service(name: str, port: int) -> ThreadingHTTPServer:
    class Named(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            while length > 0:
                read = self.rfile.read(min(length, MIB))
                if not read:
                    return
                length -= len(read)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(name.encode())

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Named)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def door() -> Iterator[DoorHandle]:
    folder = Path(mkdtemp(prefix="netral-test-"))
    with ExitStack() as after:
        after.callback(shutil.rmtree, folder)
        stack = after.enter_context(Stack(folder, only={"caddy"}, tied=True))
        for name in ("intake", "evidence", "workflow"):
            server = a_service(name, stack.layout.ports[name])
            after.callback(server.server_close)
            after.callback(server.shutdown)
        yield DoorHandle(stack)


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("api.localhost", "/v1/complaints", "intake"),
        ("api.localhost", "/v1/complaints/c/supplements", "intake"),
        ("api.localhost", "/v1/notices?after=1", "intake"),
        ("api.localhost", "/v1/webhook", "intake"),
        ("api.localhost", "/v1/evidence?jurisdiction=35.08", "evidence"),
        ("api.localhost", "/v1/evidence/e/custody", "evidence"),
        ("127.0.0.1", "/v1/complaints", "intake"),
        ("console.localhost", "/tasks", "workflow"),
        ("files.localhost", "/v1/evidence/e/content", "evidence"),
    ],
)
def test_each_host_leads_to_its_service(
    door: DoorHandle, host: str, path: str, service: str
) -> None:
    assert door.ask(host, path) == (200, service)


@pytest.mark.parametrize("path", ["/", "/v1/tasks", "/v1/complaintsx"])
def test_agencies_find_nothing_else_behind_the_door(door: DoorHandle, path: str) -> None:
    assert door.ask("api.localhost", path)[0] == 404


@pytest.mark.parametrize("host", ["api.localhost", "console.localhost", "files.localhost"])
@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/livez"])
def test_what_operators_read_is_not_behind_the_door(door: DoorHandle, host: str, path: str) -> None:
    assert door.ask(host, path)[0] == 404


@pytest.mark.parametrize("name", ["api.localhost.", "api.localhost.:443", "other.example", "x"])
@pytest.mark.parametrize("body", [None, b"{}"])
def test_a_name_that_is_not_the_doors_acknowledges_nothing(
    door: DoorHandle, name: str, body: bytes | None
) -> None:
    answer, text = door.ask_for(name, "/v1/complaints", body=body)

    assert (answer.status, json.loads(text)["code"]) == (404, "not-found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["server"] is None


def test_a_complaint_that_is_far_too_large_is_stopped_at_the_door(door: DoorHandle) -> None:
    status, _ = door.ask("api.localhost", "/v1/complaints", body=b"x" * (2 * MIB + 1))

    assert status == 413


def test_evidence_of_some_size_passes(door: DoorHandle) -> None:
    assert door.ask("api.localhost", "/v1/evidence", body=b"x" * (3 * MIB))[0] == 200
