"""The stack as the fault tests see it: its doors, and the stores behind them."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from deploy.embedded import Stack
from services.kit.sealing import Sealer
from tests.faults.plan import AGENCY


async def until(
    look: Callable[[], Awaitable[object]], within: float, what: str, *, every: float = 0.2
) -> Any:
    """What `look` gives once it is true; fails with what it gave last."""
    end = time.monotonic() + within
    while not (found := await look()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {within:.0f} s: {what}")
        await asyncio.sleep(every)
    return found


@dataclass(frozen=True)
class Ground:
    """One running stack."""

    stack: Stack

    @property
    def intake_url(self) -> str:
        """Where complaints go."""
        return str(self.stack.info["intake_url"])

    @property
    def evidence_url(self) -> str:
        """Where files go."""
        return str(self.stack.info["evidence_url"])

    @property
    def kafka(self) -> str:
        """The broker."""
        return self.stack.layout.address("kafka")

    @property
    def temporal(self) -> str:
        """The workflow server."""
        return self.stack.layout.address("temporal")

    def token(self, agency: str = AGENCY) -> str:
        """The credential of an agency."""
        found = {one["id"]: one["token"] for one in self.stack.info["agencies"]}
        return str(found[agency])

    @property
    def sealer(self) -> Sealer:
        """Opens what the services sealed."""
        pairs = (
            entry.partition(":") for entry in self.stack.layout.secrets["sealing_keys"].split(",")
        )
        return Sealer({name: base64.b64decode(key) for name, _, key in pairs})

    async def rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """Straight from Postgres, as its administrator."""
        connection = await asyncpg.connect(self.stack.dsn, timeout=10)
        try:
            return [dict(row) for row in await connection.fetch(query, *arguments)]
        finally:
            await connection.close()

    async def value(self, query: str, *arguments: object) -> Any:
        """One value, straight from Postgres."""
        [row] = await self.rows(query, *arguments)
        [value] = row.values()
        return value

    @asynccontextmanager
    async def without(self, *names: str) -> AsyncIterator[None]:
        """These processes are down meanwhile."""
        await asyncio.gather(*(asyncio.to_thread(self.stack.hold, name) for name in names))
        try:
            yield
        finally:
            for name in names:
                await asyncio.to_thread(self.stack.release, name)
