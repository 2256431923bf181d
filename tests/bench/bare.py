"""What intake is measured against: a bare ASGI handler with the same coalesced commit.

`NETRAL_BENCH_SEALS=1` lets it also parse and seal what it stores, as intake does.
"""

import asyncio
import base64
import hashlib
import os
from typing import Any

import asyncpg
import uvicorn

from services.intake.complaints import Complaint
from services.intake.reading import read
from services.kit.sealing import Sealer

LARGEST_BATCH = 128
INSERT = "insert into bench.bare select * from unnest($1::text[], $2::bytea[], $3::bytea[])"


class Bare:
    """Stores key, body and digest; requests that wait at the same time share one commit."""

    def __init__(self, dsn: str, *, seals: bool) -> None:
        self._dsn = dsn
        self._sealer = Sealer({"k": base64.b64decode("A" * 43 + "=")}) if seals else None
        self._waiting: list[tuple[str, bytes, bytes, asyncio.Future[None]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._pool: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        key = dict(scope["headers"])[b"idempotency-key"].decode()
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        digest = hashlib.sha256(body).digest()
        if self._sealer is not None:
            read(body, Complaint)
            wrapped, data_key = self._sealer.new_data_key(key)
            body = wrapped + data_key.seal(body, key)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, body, digest, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        await done
        answer = b'{"received": true}'
        headers = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _work(self) -> None:
        if self._pool is None:
            self._pool = await asyncpg.create_pool(self._dsn, min_size=1, max_size=2)
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            async with self._pool.acquire() as conn:
                keys, bodies, digests, _ = zip(*batch, strict=True)
                await conn.execute(INSERT, keys, bodies, digests)
            for *_, done in batch:
                done.set_result(None)


if __name__ == "__main__":
    uvicorn.run(
        Bare(os.environ["BENCH_DSN"], seals=os.environ.get("NETRAL_BENCH_SEALS") == "1"),
        host="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        log_level="warning",
        lifespan="off",
    )
