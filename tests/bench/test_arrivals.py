"""The open load of the bench: what is refused is said as such, and at once."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from tests.bench import arrivals
from tests.bench.procedure import Floor
from tests.bench.stacks import LUMAJANG


class Refuses(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_error(503)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Nothing."""


@dataclass
class AnEmptyInbox:
    async def fetch(self, _statement: str, _ids: object) -> list[Any]:
        return []


@pytest.fixture
def refusing() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refuses)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


async def test_a_refused_post_ends_the_measurement_by_its_own_name(
    refusing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE", 20.0)
    stack = SimpleNamespace(
        layout=SimpleNamespace(url=lambda _name: refusing),
        info={"agencies": [{"token": "any", "jurisdictions": [LUMAJANG]}]},
    )
    floor = cast("Floor", SimpleNamespace(stack=stack, database=AnEmptyInbox()))

    with pytest.raises(httpx.HTTPStatusError, match="503"):
        await arrivals._arrive(floor, 3)
