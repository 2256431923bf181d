"""How a command reaches the database, and how what goes wrong there becomes one line."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final, TypeVar

import asyncpg

from services.cli import settings
from services.cli.failing import REFUSED, UNAVAILABLE, fail
from services.kit.database import Database
from services.kit.errors import Failure, Unavailable
from services.kit.words import Words

Result = TypeVar("Result")

PACKAGES = ("services.kit", "services.workflow")
SENTENCES: Final = {
    "not-found": "there is nothing by that id; the word `list` shows what there is",
    "agency-exists": "an agency with this id is there already",
    "agency-revoked": "this agency is revoked for good; add one under another id",
    "person-exists": "a person with this id is there already",
    "installation-is-sandbox": "this database was made as a sandbox and stays one; say --sandbox",
    "installation-is-production": "this database was not made as a sandbox and never becomes one",
    "sandbox-only": "this is not a sandbox: it has no demonstration people and no movable clock",
    "clock-never-back": "the clock stands on {today} and never goes back",
    "no-clock-due": "no legal clock is running: there is no next deadline",
}
"""What the command line says in its own words; the rest comes from the catalogues."""
_MISSING: Final = re.compile(r"Key \((\w+)\)=\((.*)\) is not present")
_NOT_MIGRATED = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """Runs it to its end; every foreseeable failure ends the command with one line."""

    async def _run() -> Result:
        return await work()

    try:
        return asyncio.run(_run())
    except Unavailable as error:
        cause = f": {error.__cause__}" if error.__cause__ else ""
        fail(f"the database cannot be reached{cause}", UNAVAILABLE)
    except Failure as error:
        fail(_said(error))
    except asyncpg.InvalidCatalogNameError:
        fail("the database does not exist yet; run `netral migrate`")
    except _NOT_MIGRATED:
        fail("the database is not prepared, or by an older release; run `netral migrate`")
    except (OSError, asyncpg.PostgresConnectionError) as error:
        fail(f"the database cannot be reached: {error}", UNAVAILABLE)
    except asyncpg.ForeignKeyViolationError as error:
        fail(_not_there(error.detail or ""))
    except asyncpg.InvalidPasswordError:
        fail("the database refuses the password of NETRAL_ADMIN_DSN", REFUSED)


def _not_there(detail: str) -> str:
    """Which thing that was named is not there, out of what Postgres says of the row."""
    named = _MISSING.match(detail)
    if named is None:
        return "something that was named is not there; the word `list` shows what there is"
    column, value = named.groups()
    return f"there is no {column.removesuffix('_id').replace('_', ' ')} {value} here"


def _said(error: Failure) -> str:
    if error.code in SENTENCES:
        return SENTENCES[error.code].format_map(error.params)
    words = Words(*PACKAGES)
    for table in ("refusal", "problem"):
        key = f"{table}.{error.code}.detail"
        if words.has(key):
            said = words.say(key, "en", **error.params)
            return f"{said} ({error.citation})" if error.citation else said
    detail = ", ".join(f"{key}={value}" for key, value in error.params.items())
    return f"{error.code}: {detail}" if detail else error.code


@asynccontextmanager
async def database() -> AsyncIterator[Database]:
    """The installation's database, as its owner."""
    dsn = settings.read().needed("admin_dsn")
    opened = Database(
        dsn, size=2, patience=timedelta(seconds=10), application="netral-command-line"
    )
    try:
        yield opened
    finally:
        await opened.close()
