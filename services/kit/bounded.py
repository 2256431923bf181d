"""No caller waits for Postgres longer than two seconds, even if Postgres has stopped answering."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Final, TypeVar

import asyncpg

from services.kit.database import Connection, Database
from services.kit.errors import Unavailable

Result = TypeVar("Result")

ANSWER_WITHIN: Final = timedelta(seconds=1.8)
"""How long a request may wait for Postgres in all."""
LINE_CUT_AFTER: Final = timedelta(seconds=1.7)
RETRY: Final = timedelta(seconds=2)

_left_behind: set[asyncio.Task[Any]] = set()


async def within(work: Coroutine[Any, Any, Result], limit: timedelta = ANSWER_WITHIN) -> Result:
    """The result of the work, or Unavailable after the limit: then its outcome is unknown.

    The work is left behind, not awaited: a cancelled query still waits for a frozen server.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=limit.total_seconds())
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        _left_behind.add(task)
        task.add_done_callback(_forget)
        raise Unavailable("database-unavailable", retry_after=RETRY)
    return task.result()


@asynccontextmanager
async def transaction(
    database: Database, cut_after: timedelta = LINE_CUT_AFTER
) -> AsyncIterator[Connection]:
    """A transaction that fails as Unavailable if Postgres does not answer in time.

    The line is cut, because a query that is merely cancelled holds its connection until the
    server has confirmed the cancelling.
    """
    async with database.connection() as conn:
        cutting = asyncio.get_running_loop().call_later(cut_after.total_seconds(), _cut, conn)
        try:
            await conn.execute(
                "begin; set local lock_timeout = '1s';"
                " set local idle_in_transaction_session_timeout = '5s'"
            )
            try:
                yield conn
            except BaseException:
                if not conn.is_closed():
                    await conn.execute("rollback")
                raise
            await conn.execute("commit")
        finally:
            cutting.cancel()


@asynccontextmanager
async def reading(
    database: Database, cut_after: timedelta = LINE_CUT_AFTER
) -> AsyncIterator[Connection]:
    """A connection for questions, cut like `transaction` if Postgres does not answer."""
    async with database.connection() as conn:
        cutting = asyncio.get_running_loop().call_later(cut_after.total_seconds(), _cut, conn)
        try:
            yield conn
        finally:
            cutting.cancel()


def _cut(conn: Connection) -> None:
    """A line that broke by itself a moment ago cannot be cut any more."""
    with suppress(asyncpg.InterfaceError):
        conn.terminate()


def _forget(task: asyncio.Task[Any]) -> None:
    _left_behind.discard(task)
    if not task.cancelled():
        task.exception()
