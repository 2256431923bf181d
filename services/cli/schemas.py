"""The database's own house rules: one schema and one login role a service, nothing shared."""

from collections.abc import Mapping
from typing import Final

from services.kit.database import Connection

SERVICES: Final = ("intake", "evidence", "workflow")
SCHEMAS: Final = ("access", *SERVICES)

MIGRATIONS: Final = {
    "access": "services.kit.access.migrations",
    "intake": "services.intake.migrations",
    "evidence": "services.evidence.migrations",
    "workflow": "services.workflow.migrations",
}


def role(service: str) -> str:
    """The login role of a service."""
    return f"netral_{service}"


async def prepare(conn: Connection, passwords: Mapping[str, str]) -> None:
    """Roles, schemas and rights as they must be; runs any number of times.

    A service reads and writes rows of its own schema and makes no tables: those belong to the
    owner, so that a right taken back by a migration (no update of an audit) stays taken back.
    """
    for service in SERVICES:
        await _role(conn, service, passwords[service])
    database = await conn.fetchval("select quote_ident(current_database())")
    await conn.execute(f"revoke all on database {database} from public")
    await conn.execute("revoke all on schema public from public")
    for schema in SCHEMAS:
        await conn.execute(f"create schema if not exists {schema}")
    for service in SERVICES:
        await conn.execute(f"grant connect on database {database} to {role(service)}")
        await _rights(conn, service, service, "select, insert, update, delete")
        rights = "select, insert, update, delete" if service == "workflow" else "select"
        await _rights(conn, "access", service, rights)


async def _role(conn: Connection, service: str, password: str) -> None:
    name = role(service)
    verb = (
        "alter"
        if await conn.fetchval("select 1 from pg_roles where rolname=$1", name)
        else ("create")
    )
    # A role statement takes no parameters: the server quotes the password itself.
    quoted = await conn.fetchval("select quote_literal($1::text)", password)
    await conn.execute(
        f"{verb} role {name} login nosuperuser nocreatedb nocreaterole password {quoted}"
    )


async def _rights(conn: Connection, schema: str, service: str, rights: str) -> None:
    name = role(service)
    await conn.execute(f"grant usage on schema {schema} to {name}")
    for kind, allowed in (("tables", rights), ("sequences", "usage, select")):
        await conn.execute(
            f"alter default privileges in schema {schema} grant {allowed} on {kind} to {name}"
        )
