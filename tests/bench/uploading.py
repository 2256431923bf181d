"""Sends one file to the evidence service, as plainly as an agency's own program could."""

import http.client
import uuid
from pathlib import Path

from deploy.embedded import Stack
from tests.bench.stacks import LUMAJANG

PATIENCE = 300.0
CHUNK = 256 * 1024


class NotTaken(Exception):
    """The service did not acknowledge the file."""


def upload(stack: Stack, token: str, path: Path, **headers: str) -> None:
    """Returns once the service has acknowledged the whole file."""
    address = stack.layout.address("evidence")
    connection = http.client.HTTPConnection(address, timeout=PATIENCE, blocksize=CHUNK)
    try:
        with path.open("rb") as file:
            connection.request(
                "POST",
                f"/v1/evidence?jurisdiction={LUMAJANG}",
                file,
                {
                    "Authorization": f"Bearer {token}",
                    "Idempotency-Key": uuid.uuid4().hex,
                    "Content-Type": "video/mp4",
                    "Content-Length": str(path.stat().st_size),
                    **headers,
                },
            )
            answer = connection.getresponse()
            body = answer.read()
    finally:
        connection.close()
    if answer.status != 202:
        raise NotTaken(f"{answer.status} {body[:200]!r}")
