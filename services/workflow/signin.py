"""How a person comes in: one port, behind which a password and a second factor will stand."""

import hashlib
import secrets
from datetime import timedelta
from typing import Protocol

from services.kit.access.directory import Directory
from services.kit.access.entries import Person
from services.kit.database import Database


class SignIn(Protocol):
    """Knows a person by what the person shows, and keeps sessions of the pages."""

    async def known(self, shown: str) -> Person | None:
        """The person that may come in with this, or None; never says why."""
        ...

    async def begin(self, person: Person, length: timedelta) -> str:
        """A new session; its secret, kept by the browser only."""
        ...

    async def current(self, session: str) -> Person | None:
        """The person of a living session, as the directory knows him now."""
        ...

    async def end(self, session: str) -> None:
        """The session ends everywhere."""
        ...


class TokenSignIn:
    """By the person's own token; sessions as rows that hold a hash."""

    def __init__(self, database: Database, directory: Directory) -> None:
        self._database = database
        self._directory = directory

    async def known(self, shown: str) -> Person | None:
        """The person of a living token."""
        return await self._directory.person_by_token(shown.strip())

    async def begin(self, person: Person, length: timedelta) -> str:
        """256 random bits; every sign-in makes another."""
        session = secrets.token_urlsafe(32)
        async with self._database.transaction() as conn:
            await conn.execute("delete from workflow.session where expires_at < now()")
            await conn.execute(
                "insert into workflow.session (token_hash, person_id, expires_at)"
                " values ($1, $2, now() + $3::interval)",
                _hash(session),
                person.id,
                length,
            )
        return session

    async def current(self, session: str) -> Person | None:
        """None once it expired, was ended, or the person was disabled."""
        async with self._database.connection() as conn:
            person_id = await conn.fetchval(
                "select person_id from workflow.session"
                " where token_hash = $1 and expires_at > now()",
                _hash(session),
            )
        return await self._directory.person(person_id) if person_id else None

    async def end(self, session: str) -> None:
        """The row is gone."""
        async with self._database.transaction() as conn:
            await conn.execute("delete from workflow.session where token_hash = $1", _hash(session))


def _hash(session: str) -> bytes:
    return hashlib.sha256(session.encode()).digest()
