"""What intake is measured against: bare ASGI handlers with the same coalesced commit.

`thin`     one row a complaint in a table without an index: no product could do with that.
`commit`   the very statement of intake's commit (five tables, every index), nothing else.
`sealing`  the same, and the body is parsed and sealed as intake does it.
"""

import asyncio
import gc
import hashlib
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg
import uvicorn

from services.contracts.law import AgencyKind
from services.intake.complaints import Complaint
from services.intake.reading import read
from services.intake.receipts import Composer, Sender, seal
from services.intake.receiving import LARGEST_BATCH
from services.intake.store import _INSERT, _columns
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from tests.bench import load

Row = tuple[Any, ...]
THIN = "insert into bench.thin select * from unnest($1::text[], $2::bytea[], $3::bytea[])"
SENDER = Sender("bench", AgencyKind.BAWASLU)


class Rows:
    """Makes the row of a request; what the kind does not do is taken from a prepared one."""

    def __init__(self) -> None:
        self._sealer = Sealer({"bench": b"k" * 32})
        raw = load.body("0" * 32)
        now = datetime.now(UTC)
        composer = Composer(IdMint(b"s" * 32), self._sealer, "http://127.0.0.1:8001")
        complaint = read(raw, Complaint)
        self._prepared = _columns(
            composer.compose(raw, complaint, SENDER, "bench", now, now.date())
        )

    def thin(self, key: str, body: bytes) -> Row:
        """Key, body and digest."""
        return key, body, hashlib.sha256(body).digest()

    def commit(self, key: str, _: bytes) -> Row:
        """Every column of the commit; only what must be unique is made anew."""
        row = list(self._prepared)
        row[0], row[3], row[7], row[22] = uuid.uuid4(), key, key.encode(), uuid.uuid4()
        return tuple(row)

    def sealing(self, key: str, body: bytes) -> Row:
        """Parsed, and its three parts sealed under a fresh key of its own."""
        complaint = read(body, Complaint)
        row = list(self.commit(key, body))
        name = str(row[0])
        row[4] = hashlib.sha256(body).digest()
        row[19], data_key = self._sealer.new_data_key(name)
        row[15] = data_key.seal(body, f"{name}|raw")
        row[16] = seal(data_key, complaint.statement, f"{name}|content")
        row[17] = seal(data_key, complaint.identity, f"{name}|identity")
        return tuple(row)


class Bare:
    """Requests that wait at the same time share one commit; nothing is asked, checked or told."""

    def __init__(self, dsn: str, statement: str, row: Callable[[str, bytes], Row]) -> None:
        self._dsn = dsn
        self._statement = statement
        self._row = row
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._line: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        key = next(value for name, value in scope["headers"] if name == b"idempotency-key")
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._row(key.decode(), body), done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        await done
        answer = b'{"received": true}'
        headers = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _work(self) -> None:
        if self._line is None:
            self._line = await asyncpg.connect(self._dsn)
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            await self._line.execute(self._statement, *zip(*(row for row, _ in batch), strict=True))
            for _, done in batch:
                done.set_result(None)


def main() -> None:
    """Serve the kind that `BENCH_KIND` names."""
    kind = os.environ["BENCH_KIND"]
    row = getattr(Rows(), kind)
    bare = Bare(os.environ["BENCH_DSN"], THIN if kind == "thin" else _INSERT, row)
    # As intake does: what is there now need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    uvicorn.run(
        bare,
        host="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        lifespan="off",
    )


if __name__ == "__main__":
    main()
