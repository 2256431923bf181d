"""An HTTP server on loopback that keeps what is posted to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Catcher:
    url: str
    posted: list[Posted] = field(default_factory=list)

    def at(self, path: str) -> list[Posted]:
        """What was posted to a path, in order."""
        return [one for one in list(self.posted) if one.path == path]


@contextmanager
def catching(refused_at_first: int = 0) -> Iterator[Catcher]:
    """A catcher that answers 200 to every post, but 503 to the first try of so many notices."""
    tried: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            notice = headers.get("webhook-id", "")
            refused = notice not in tried and len(tried) < refused_at_first
            tried.add(notice)
            if not refused:
                catcher.posted.append(Posted(self.path, headers, body))
            self.send_response(503 if refused else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing: what came is in `posted`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    catcher = Catcher(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield catcher
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
