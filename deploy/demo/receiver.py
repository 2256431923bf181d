"""Where the agencies' systems listen: webhook deliveries on loopback, verified as they come."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from netral_client import AlteredError, Notice, verify_webhook


class Receiver:
    """One path an agency; keeps what came, by notice id, and what was not genuine.

    `reached_as` is the name by which the senders reach this machine; other than loopback it
    listens on all addresses.
    """

    def __init__(self, reached_as: str = "127.0.0.1") -> None:
        self._reached_as = reached_as
        self._lock = threading.Lock()
        self._secrets: dict[str, str] = {}
        self._came: dict[str, dict[str, Notice]] = {}
        self.not_genuine: list[str] = []
        self._server = ThreadingHTTPServer(
            ("127.0.0.1" if reached_as == "127.0.0.1" else "", 0), _handler(self)
        )
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def url(self, agency_id: str) -> str:
        """Where this agency listens."""
        return f"http://{self._reached_as}:{self._server.server_address[1]}/{agency_id}"

    def expect(self, agency_id: str, secret: str) -> None:
        """From now on deliveries to this agency are verified with its secret."""
        with self._lock:
            self._secrets[agency_id] = secret
            self._came.setdefault(agency_id, {})

    def came(self, agency_id: str) -> Mapping[str, Notice]:
        """The genuine deliveries to this agency, by notice id."""
        with self._lock:
            return dict(self._came.get(agency_id, {}))

    def take(self, agency_id: str, headers: Mapping[str, str], body: bytes) -> int:
        """One delivery; the status to answer."""
        with self._lock:
            secret = self._secrets.get(agency_id)
        if secret is None:
            return 404
        try:
            notice = verify_webhook(headers, body, secret)
        except AlteredError as wrong:
            with self._lock:
                self.not_genuine.append(f"{agency_id}: {wrong}")
            return 400
        with self._lock:
            self._came[agency_id][notice.id] = notice
        return 204


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the standard library's name
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(receiver.take(self.path.strip("/"), dict(self.headers), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - its signature
            """Nothing: the demo's view is the only output."""

    return Handler
