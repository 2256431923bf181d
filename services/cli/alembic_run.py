"""Alembic without its files around: one schema's migrations, its version table inside it."""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import await_only


def folder(package: str) -> Path:
    """Where a package's migrations are."""
    return Path(next(iter(import_module(package).__path__)))


def _config(package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder(package)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def head(package: str) -> str | None:
    """The newest revision of a package's migrations."""
    return ScriptDirectory.from_config(_config(package)).get_current_head()


def _upgrade(connection: Connection, package: str, schema: str) -> None:
    config = _config(package)
    script = ScriptDirectory.from_config(config)
    connection.execute(text(f"set local search_path to {schema}, pg_catalog"))

    def to_head(revision: Any, _: Any) -> Any:  # noqa: ANN401 -- alembic's own
        return script._upgrade_revs("head", revision)  # noqa: SLF001 -- what its env.py uses

    with EnvironmentContext(config, script, fn=to_head, destination_rev="head") as environment:
        environment.configure(
            connection=connection, version_table_schema=schema, transactional_ddl=True
        )
        environment.run_migrations()


def _several_statements(cursor: Any, statement: str, *_: Any) -> bool:  # noqa: ANN401
    """A migration is written as SQL, often several statements; asyncpg prepares only one."""
    if ";" not in statement.strip().rstrip(";"):
        return False
    await_only(cursor._connection.execute(statement))  # noqa: SLF001 -- the driver's connection
    return True


async def upgrade(dsn: str, package: str, schema: str) -> str | None:
    """Brings one schema to its newest revision, all or nothing; names that revision."""
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool
    )
    event.listen(engine.sync_engine, "do_execute", _several_statements)
    event.listen(
        engine.sync_engine, "do_execute_no_params", lambda c, s, _: _several_statements(c, s)
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, package, schema)
    finally:
        await asyncio.shield(engine.dispose())
    return head(package)
