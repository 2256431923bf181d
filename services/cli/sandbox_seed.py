"""Puts the demonstration's people and agencies into a sandbox; a repetition changes nothing."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.cli import installation, sandbox_world
from services.kit.access.entries import Jurisdiction
from services.kit.access.tokens import AGENCY_PREFIX, PERSON_PREFIX, new_token, token_hash
from services.kit.access.writing import AccessWriter
from services.kit.database import Connection, Database
from services.kit.errors import Refused


@dataclass(frozen=True)
class Tokens:
    """The tokens an earlier run made, by id: only their hashes are in the database."""

    agencies: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


def read_state(file: Path | None) -> Tokens:
    """What an earlier run wrote; nothing if there was none."""
    if file is None or not file.exists():
        return Tokens()
    kept = json.loads(file.read_text("utf-8"))
    return Tokens(
        agencies={entry["id"]: entry["token"] for entry in kept["agencies"]},
        people={entry["id"]: entry["token"] for entry in kept["people"]},
    )


def write_state(file: Path, world: dict[str, Any]) -> None:
    """Keeps the tokens, whole or not at all, readable by the owner only."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(world, out, indent=2, ensure_ascii=False)
    fresh.replace(file)


async def seed(db: Database, known: Tokens) -> dict[str, Any]:
    """Everyone of `sandbox_world`; answers all ids with their tokens.

    A token that is not in `known` is new, and the person's or agency's earlier ones end: their
    text is nowhere any more.
    """
    async with db.connection() as conn:
        if not await installation.is_sandbox(conn):
            raise Refused("sandbox-only")
        clock = await installation.read_clock(conn)
        today = clock.at(await conn.fetchval("select now()")).astimezone(installation.ZONE).date()
    writer = AccessWriter(db)
    for regency in sandbox_world.REGENCIES:
        await writer.add_jurisdiction(
            Jurisdiction(code=regency.code, name=regency.name, zone=regency.zone)
        )
    agencies, people = await _agencies(db, known.agencies), await _people(db, known.people)
    await writer.import_posts(list(sandbox_world.offices()), list(sandbox_world.posts(today)))
    return {"agencies": agencies, "people": people}


async def _agencies(db: Database, known: dict[str, str]) -> list[dict[str, Any]]:
    shown = []
    async with db.transaction() as conn:
        for agency in sandbox_world.agencies():
            await conn.execute(
                "insert into access.agency (id, name, kind) values ($1, $2, $3)"
                " on conflict do nothing",
                agency.id,
                agency.name,
                agency.kind.value,
            )
            await conn.executemany(
                "insert into access.agency_jurisdiction values ($1, $2) on conflict do nothing",
                [(agency.id, code) for code in agency.jurisdictions],
            )
            token = known.get(agency.id) or new_token(AGENCY_PREFIX)
            await _only_token(conn, "agency", agency.id, token)
            shown.append(
                {
                    "id": agency.id,
                    "name": agency.name,
                    "kind": agency.kind.value,
                    "jurisdictions": list(agency.jurisdictions),
                    "token": token,
                }
            )
    return shown


async def _people(db: Database, known: dict[str, str]) -> list[dict[str, Any]]:
    shown = []
    async with db.transaction() as conn:
        for person in sandbox_world.people():
            await conn.execute(
                "insert into access.person (id, name, jurisdiction) values ($1, $2, $3)"
                " on conflict do nothing",
                person.id,
                person.name,
                person.jurisdiction,
            )
            await conn.executemany(
                "insert into access.person_role values ($1, $2) on conflict do nothing",
                [(person.id, role.value) for role in person.roles],
            )
            token = known.get(person.id) or new_token(PERSON_PREFIX)
            await _only_token(conn, "person", person.id, token)
            shown.append(
                {
                    "id": person.id,
                    "name": person.name,
                    "roles": [role.value for role in person.roles],
                    "jurisdiction": person.jurisdiction,
                    "token": token,
                }
            )
    return shown


async def _only_token(conn: Connection, kind: str, holder: str, token: str) -> None:
    table = f"access.{kind}_token"
    here = await conn.fetchval(
        f"select revoked_at is null from {table} where token_hash = $1",  # noqa: S608 -- our names
        token_hash(token),
    )
    if here is not None:
        return
    await conn.execute(
        f"update {table} set revoked_at = now()"  # noqa: S608 -- our names
        f" where {kind}_id = $1 and revoked_at is null",
        holder,
    )
    await conn.execute(
        f"insert into {table} (token_hash, {kind}_id) values ($1, $2)",  # noqa: S608 -- our names
        token_hash(token),
        holder,
    )
