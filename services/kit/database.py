"""One pool to Postgres; what is wrong with the line or the server becomes `Unavailable`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg

from services.kit.errors import Unavailable

Connection = Any
"""An asyncpg connection (the pool's proxy; asyncpg ships no types we could name)."""

_AWAY = (
    OSError,
    TimeoutError,
    asyncio.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
)


def _away() -> Unavailable:
    return Unavailable("database-unavailable", retry_after=timedelta(seconds=2))


async def _as_it_is(_: Connection) -> None:
    """Nothing of a session outlives its use, so no question to Postgres clears it at each return.

    asyncpg still ends a transaction that was left open. Who takes a session lock ends the session.
    """


_RESERVE = 2
"""Connections kept for what others wait for while they hold one of their own."""


class Database:
    """A lazy pool: it needs no server to be made, and finds it again after an outage."""

    def __init__(
        self,
        dsn: str,
        *,
        size: int = 10,
        patience: timedelta = timedelta(seconds=1.5),
        statement_timeout: timedelta = timedelta(seconds=10),
        application: str = "netral",
    ) -> None:
        self._dsn = dsn
        self._size = size
        self._patience = patience.total_seconds()
        self._statement_timeout = statement_timeout
        self._application = application
        self._pools: dict[str, asyncpg.Pool[Any]] = {}
        self._making = asyncio.Lock()

    async def pool(self) -> "asyncpg.Pool[Any]":
        """The pool; made at the first call, without a connection until one is needed."""
        return await self._of("common", self._size)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for a while; Postgres away is `Unavailable` within the patience."""
        async with self._lent("common", self._size) as conn:
            yield conn

    @asynccontextmanager
    async def reserved(self) -> AsyncIterator[Connection]:
        """One of the reserve: for a reading that others wait for with a connection in hand.

        Out of the common pool it could starve: all of it held by those who wait for the reading.
        """
        async with self._lent("reserve", _RESERVE) as conn:
            yield conn

    async def _of(self, name: str, size: int) -> "asyncpg.Pool[Any]":
        async with self._making:
            if name not in self._pools:
                self._pools[name] = await self._made(size)
        return self._pools[name]

    async def _made(self, size: int) -> "asyncpg.Pool[Any]":
        return await asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=size,
            timeout=self._patience,
            command_timeout=self._statement_timeout.total_seconds(),
            reset=_as_it_is,
            server_settings={
                "application_name": self._application,
                "statement_timeout": str(int(self._statement_timeout.total_seconds() * 1000)),
                "timezone": "UTC",
            },
        )

    @asynccontextmanager
    async def _lent(self, name: str, size: int) -> AsyncIterator[Connection]:
        try:
            pool = await self._of(name, size)
            async with pool.acquire(timeout=self._patience) as conn:
                yield conn
        except _AWAY as error:
            raise _away() from error
        except asyncpg.InterfaceError as error:
            # asyncpg says both "you called me wrongly" and "the line is gone" with this class.
            # A line that breaks while nothing is asked is taken back by the pool at once.
            gone = "clos" in str(error) or "released back to the pool" in str(error)
            if isinstance(error, ValueError) or not gone:
                raise
            raise _away() from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A transaction, committed at the end of the block; lost in COMMIT = outcome unknown."""
        async with self.connection() as conn, conn.transaction():
            yield conn

    async def ready(self) -> None:
        """Returns if Postgres answers, else raises `Unavailable`."""
        async with self.connection() as conn:
            await conn.fetchval("select 1")

    async def close(self) -> None:
        """Give the connections back, bounded."""
        for pool in self._pools.values():
            try:
                await asyncio.wait_for(pool.close(), 5)
            except TimeoutError:
                pool.terminate()
