from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from deploy.demo.bad_line import BadLine

SIZE = 8 * 1024 * 1024


class Counting(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left and (chunk := self.rfile.read(min(left, 65536))):
            left -= len(chunk)
        if left:
            return
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def far_side() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_line_is_cut_as_often_as_asked_and_then_holds(far_side: str) -> None:
    outcomes = []

    with BadLine(far_side, cuts=2) as line:
        for _ in range(3):
            try:
                status = httpx.post(line.url, content=bytes(SIZE), trust_env=False).status_code
                outcomes.append(str(status))
            except httpx.TransportError:
                outcomes.append("cut")

        assert line.cut == 2
    assert outcomes == ["cut", "cut", "200"]
