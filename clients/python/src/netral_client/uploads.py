"""One file's way up: its bytes, its digest, its progress."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx

from netral_client.answers import Claims
from netral_client.digests import content_digest, sha256_of

Progress = Callable[[int, int], None]
_CHUNK = 256 * 1024


class Upload:
    """A file as a request that may be sent again from its start, always under one key."""

    def __init__(
        self,
        path: Path,
        *,
        jurisdiction: str,
        key: str,
        media_type: str | None,
        name: str | None,
        claims: Claims,
        on_progress: Progress | None,
        wait: int,
    ) -> None:
        self._path = path
        self._size = path.stat().st_size
        self._on_progress = on_progress
        self.sha256 = sha256_of(path)
        self._query = {"jurisdiction": jurisdiction, **claims.as_query()}
        guessed = mimetypes.guess_type(path.name)[0]
        self._headers = {
            "Idempotency-Key": key,
            "Content-Type": media_type or guessed or "application/octet-stream",
            # In a header: an address is written into logs, and a name may name somebody.
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name or path.name)}",
            "Content-Length": str(self._size),
            "Content-Digest": content_digest(self.sha256),
        }
        if wait:
            self._headers["Prefer"] = f"wait={wait}"

    def send(self, http: httpx.Client) -> httpx.Response:
        """One attempt, from the first byte."""
        return http.post(
            "/v1/evidence", params=self._query, headers=self._headers, content=self._bytes()
        )

    def _bytes(self) -> Iterator[bytes]:
        sent = 0
        self._tell(sent)
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
                sent += len(chunk)
                self._tell(sent)

    def _tell(self, sent: int) -> None:
        if self._on_progress is not None:
            self._on_progress(sent, self._size)
