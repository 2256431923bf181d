"""`netral migrate`: everything a database needs, any number of times."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from services.cli import alembic_run, installation, law_data, schemas
from services.kit.database import Connection, Database

# Any two runs on one server wait for each other: roles belong to the whole server.
LOCK: Final = 0x6E657472616C


@dataclass
class Report:
    """What a run found and did."""

    revisions: dict[str, str | None] = field(default_factory=dict)
    created: bool = False
    sandbox: bool = False
    loaded: dict[str, int] = field(default_factory=dict)


async def migrate(
    dsn: str, passwords: Mapping[str, str], *, sandbox: bool, clock: date | None
) -> Report:
    """Roles, schemas, tables, the installation's mark and clock, holidays and elections."""
    report = Report(sandbox=sandbox)
    async with _alone(dsn) as conn:
        await _refuse_another_mark(conn, sandbox=sandbox)
        await schemas.prepare(conn, passwords)
        for schema in schemas.SCHEMAS:
            package = schemas.MIGRATIONS[schema]
            report.revisions[schema] = await alembic_run.upgrade(dsn, package, schema)
        async with conn.transaction():
            report.created = await installation.mark(conn, sandbox=sandbox, clock=clock)
            report.loaded = await law_data.seed(conn)
    return report


async def _refuse_another_mark(conn: Connection, *, sandbox: bool) -> None:
    """Before anything is touched: a sandbox's migration never meets a production database."""
    if await conn.fetchval("select to_regclass('access.installation')") is not None:
        async with conn.transaction():
            if await installation.is_sandbox(conn) is not None:
                await installation.mark(conn, sandbox=sandbox, clock=None)


@asynccontextmanager
async def _alone(dsn: str) -> AsyncIterator[Connection]:
    """A connection under the migration lock; the database is made if the server lacks it."""
    await _make_database(dsn)
    database = Database(
        dsn, size=1, patience=timedelta(seconds=10), statement_timeout=timedelta(minutes=10)
    )
    try:
        async with database.connection() as conn:
            await conn.execute("select pg_advisory_lock($1)", LOCK)
            try:
                yield conn
            finally:
                await conn.execute("select pg_advisory_unlock($1)", LOCK)
    finally:
        await database.close()


async def _make_database(dsn: str) -> None:
    parts = urlsplit(dsn)
    name = parts.path.lstrip("/")
    try:
        await (await asyncpg.connect(dsn, timeout=10)).close()
    except asyncpg.InvalidCatalogNameError:
        conn = await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")), timeout=10)
        try:
            quoted = await conn.fetchval("select quote_ident($1)", name)
            await conn.execute(f"create database {quoted}")
        except asyncpg.DuplicateDatabaseError:
            return
        finally:
            await conn.close()
