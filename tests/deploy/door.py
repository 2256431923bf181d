"""The compose file's own Caddyfile before one service that this file plays, its waits shortened."""

import http.client
import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from deploy.embedded.layout import BIN

CADDYFILE = Path(__file__).parents[2] / "deploy" / "caddy" / "Caddyfile"
HOST = "api.door.localhost"
LARGE = 64 * 1024 * 1024
_SHORTER = {
    "read_header 10s": "read_header 1s",
    "read_body_idle 40s": "read_body_idle 2s",
    "write_idle 2m": "write_idle 2s",
    "\tidle 2m": "\tidle 1s",
}


class Door:
    """A running front door; lines to it are opened by the test."""

    def __init__(self, port: int, authority: Path) -> None:
        self.port = port
        self._authority = authority

    def line(self) -> ssl.SSLSocket:
        """A line whose small buffer makes a reader's slowness felt at the other end."""
        trust = ssl.create_default_context(cafile=self._authority)
        trust.set_alpn_protocols(["http/1.1"])
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        raw.settimeout(30)
        try:
            raw.connect(("127.0.0.1", self.port))
        except OSError:
            raw.close()
            raise
        return trust.wrap_socket(raw, server_hostname=HOST)

    def answers(self) -> bool:
        """Whether it listens and has its certificate."""
        try:
            with self.line() as line:
                connection = http.client.HTTPConnection(HOST)
                connection.sock = line
                connection.request("GET", "/nothing")
                return connection.getresponse().status == 404
        except OSError:
            return False


@contextmanager
def front_door(folder: Path) -> Iterator[Door]:
    """The door of `deploy/caddy/Caddyfile` with every wait shortened to seconds."""
    with _service() as behind, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        text = CADDYFILE.read_text("utf-8")
        for wait, shorter in _SHORTER.items():
            assert wait in text, f"{wait} is no longer in the Caddyfile"
            text = text.replace(wait, shorter)
        for name in ("intake", "evidence", "workflow"):
            text = text.replace(f"{name}:8000", f"127.0.0.1:{behind}")
        file = folder / "Caddyfile"
        file.write_text(text, encoding="utf-8")
        surroundings = {
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "NETRAL_DOMAIN": "door.localhost",
            "NETRAL_CADDY_GLOBAL": "\n".join(
                (
                    "local_certs",
                    "skip_install_trust",
                    f"https_port {port}",
                    "default_bind 127.0.0.1",
                )
            ),
        }
        argv = [str(BIN / "caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]
        with (folder / "log").open("wb") as log:
            caddy = subprocess.Popen(argv, env=surroundings, stdout=log, stderr=log)
            try:
                door = Door(port, folder / "caddy" / "pki" / "authorities" / "local" / "root.crt")
                deadline = time.monotonic() + 30
                while not door.answers():
                    assert caddy.poll() is None, (folder / "log").read_text("utf-8")
                    assert time.monotonic() < deadline, (folder / "log").read_text("utf-8")
                    time.sleep(0.1)
                yield door
            finally:
                caddy.terminate()
                caddy.wait(timeout=20)


@contextmanager
def _service() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Plain)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class _Plain(BaseHTTPRequestHandler):
    """Reads what it is sent to the end, and gives much to whoever asks."""

    def do_POST(self) -> None:
        read = len(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(str(read).encode())

    def do_GET(self) -> None:
        self._answer(bytes(LARGE))

    def do_DELETE(self) -> None:
        """Falls silent in the middle of a request, as a service that dies."""
        self.close_connection = True

    def _answer(self, body: bytes) -> None:
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing."""
