"""Changing who is who; used by the command line and the workflow service, each act one commit."""

from collections.abc import Sequence

from services.kit.access.entries import Jurisdiction, Office, Post
from services.kit.access.tokens import AGENCY_PREFIX, PERSON_PREFIX, new_token, token_hash
from services.kit.database import Connection, Database
from services.kit.errors import NotFound, Refused

VALID_TOKENS = 2
"""How many tokens of an agency may live at once: the old and the new while it rotates."""


class AccessWriter:
    """Adds, changes and revokes; nothing is ever deleted, because the past must stay readable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_jurisdiction(self, entry: Jurisdiction) -> None:
        """Add or correct a jurisdiction."""
        async with self._database.transaction() as conn:
            await conn.execute(
                "insert into access.jurisdiction (code, name, zone) values ($1, $2, $3)"
                " on conflict (code) do update set name = excluded.name, zone = excluded.zone",
                entry.code,
                entry.name,
                entry.zone,
            )

    async def add_agency(
        self,
        agency_id: str,
        name: str,
        kind: str,
        jurisdictions: Sequence[str],
        token: str | None = None,
    ) -> str:
        """Add an agency and answer its first token, which is shown this once."""
        shown = token or new_token(AGENCY_PREFIX)
        async with self._database.transaction() as conn:
            added = await conn.fetchval(
                "insert into access.agency (id, name, kind) values ($1, $2, $3)"
                " on conflict do nothing returning id",
                agency_id,
                name,
                kind,
            )
            if added is None:
                raise Refused("agency-exists")
            await conn.executemany(
                "insert into access.agency_jurisdiction values ($1, $2)",
                [(agency_id, code) for code in jurisdictions],
            )
            await self._add_agency_token(conn, agency_id, shown)
        return shown

    async def rotate(self, agency_id: str) -> str:
        """A new token, the newest old one valid beside it; none for an agency that is revoked."""
        shown = new_token(AGENCY_PREFIX)
        async with self._database.transaction() as conn:
            agency = await conn.fetchrow(
                "select revoked_at from access.agency where id = $1 for update", agency_id
            )
            if agency is None:
                raise NotFound("not-found")
            if agency["revoked_at"] is not None:
                raise Refused("agency-revoked")
            await self._add_agency_token(conn, agency_id, shown)
            await conn.execute(
                "update access.agency_token set revoked_at = now() where revoked_at is null"
                " and agency_id = $1 and token_hash not in (select token_hash from"
                " access.agency_token where agency_id = $1 and revoked_at is null"
                " order by created_at desc limit $2)",
                agency_id,
                VALID_TOKENS,
            )
        return shown

    async def revoke_agency(self, agency_id: str) -> None:
        """The agency and all its tokens are refused from now on (within a second)."""
        async with self._database.transaction() as conn:
            await self._must_exist(conn, "agency", agency_id)
            await conn.execute(
                "update access.agency set revoked_at = now() where id = $1", agency_id
            )
            await conn.execute(
                "update access.agency_token set revoked_at = now()"
                " where agency_id = $1 and revoked_at is null",
                agency_id,
            )

    async def add_person(
        self,
        person_id: str,
        name: str,
        jurisdiction: str,
        roles: Sequence[str],
        *,
        nip_digest: bytes | None = None,
        token: str | None = None,
    ) -> str:
        """Add a person and answer the token, which is shown this once."""
        shown = token or new_token(PERSON_PREFIX)
        async with self._database.transaction() as conn:
            added = await conn.fetchval(
                "insert into access.person (id, name, jurisdiction, nip_digest)"
                " values ($1, $2, $3, $4) on conflict do nothing returning id",
                person_id,
                name,
                jurisdiction,
                nip_digest,
            )
            if added is None:
                raise Refused("person-exists")
            await conn.execute(
                "insert into access.person_token (token_hash, person_id) values ($1, $2)",
                token_hash(shown),
                person_id,
            )
            for role in roles:
                await self._give(conn, person_id, role)
        return shown

    async def give_role(self, person_id: str, role: str) -> None:
        """One more role."""
        async with self._database.transaction() as conn:
            await self._must_exist(conn, "person", person_id)
            await self._give(conn, person_id, role)

    async def take_role(self, person_id: str, role: str) -> None:
        """One role less."""
        async with self._database.transaction() as conn:
            await self._must_exist(conn, "person", person_id)
            await conn.execute(
                "delete from access.person_role where person_id = $1 and role = $2",
                person_id,
                role,
            )

    async def disable_person(self, person_id: str) -> None:
        """The account and its tokens are refused from now on; what the person did stays."""
        async with self._database.transaction() as conn:
            await self._must_exist(conn, "person", person_id)
            await conn.execute(
                "update access.person set disabled_at = now() where id = $1", person_id
            )
            await conn.execute(
                "update access.person_token set revoked_at = now()"
                " where person_id = $1 and revoked_at is null",
                person_id,
            )

    async def import_posts(self, offices: Sequence[Office], posts: Sequence[Post]) -> None:
        """Add or correct offices and posts, all or none."""
        async with self._database.transaction() as conn:
            for office in offices:
                await conn.execute(
                    "insert into access.office"
                    " (id, jurisdiction, name, kind, parent_id, village_code)"
                    " values ($1, $2, $3, $4, $5, $6) on conflict (id) do update set"
                    " name = excluded.name, kind = excluded.kind,"
                    " parent_id = excluded.parent_id, village_code = excluded.village_code",
                    *office.model_dump().values(),
                )
            for post in posts:
                await conn.execute(
                    "insert into access.post (id, office_id, title, level, superior_id,"
                    " holder_id, acting, since, until)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do update set"
                    " office_id = excluded.office_id, title = excluded.title,"
                    " level = excluded.level, superior_id = excluded.superior_id,"
                    " holder_id = excluded.holder_id, acting = excluded.acting,"
                    " since = excluded.since, until = excluded.until",
                    *post.model_dump().values(),
                )

    @staticmethod
    async def _add_agency_token(conn: Connection, agency_id: str, token: str) -> None:
        await conn.execute(
            "insert into access.agency_token (token_hash, agency_id, created_at)"
            " values ($1, $2, clock_timestamp())",
            token_hash(token),
            agency_id,
        )

    @staticmethod
    async def _give(conn: Connection, person_id: str, role: str) -> None:
        await conn.execute(
            "insert into access.person_role values ($1, $2) on conflict do nothing",
            person_id,
            role,
        )

    @staticmethod
    async def _must_exist(conn: Connection, table: str, entry_id: str) -> None:
        query = f"select 1 from access.{table} where id = $1"  # noqa: S608 -- our own two names
        if await conn.fetchval(query, entry_id) is None:
            raise NotFound("not-found")
