"""Reading who is who: the whole directory is small, so it is read whole, at most once a second.

That makes a revocation effective everywhere within a second, without asking another service.
"""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

from services.kit.access.entries import Agency, Jurisdiction, Office, Person, Post
from services.kit.access.tokens import token_hash
from services.kit.database import Connection, Database

FRESH_FOR = 1.0
"""Seconds for which a reading may be reused: the bound on how long a revoked token lives."""


@dataclass
class _Reading:
    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    agency_tokens: dict[bytes, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    person_tokens: dict[bytes, str] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)


class Directory:
    """Who is who, at most a second old."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read_at = -FRESH_FOR
        self._reading = _Reading()
        self._lock = asyncio.Lock()

    @property
    def is_fresh(self) -> bool:
        """Whether the next question needs no Postgres."""
        return time.monotonic() - self._read_at < FRESH_FOR

    async def agency_by_token(self, token: str) -> Agency | None:
        """The agency of a live token."""
        reading = await self._fresh()
        agency_id = reading.agency_tokens.get(token_hash(token))
        return reading.agencies.get(agency_id) if agency_id else None

    async def person_by_token(self, token: str) -> Person | None:
        """The person of a live token."""
        reading = await self._fresh()
        person_id = reading.person_tokens.get(token_hash(token))
        return reading.people.get(person_id) if person_id else None

    async def agency(self, agency_id: str) -> Agency | None:
        """An agency that is not revoked."""
        return (await self._fresh()).agencies.get(agency_id)

    async def agencies(self) -> list[Agency]:
        """All that are not revoked, by id."""
        return [agency for _, agency in sorted((await self._fresh()).agencies.items())]

    async def person(self, person_id: str) -> Person | None:
        """A person that is not disabled."""
        return (await self._fresh()).people.get(person_id)

    async def people(self, jurisdiction: str) -> list[Person]:
        """The people of a jurisdiction that are not disabled, by id."""
        people = sorted((await self._fresh()).people.items())
        return [person for _, person in people if person.jurisdiction == jurisdiction]

    async def jurisdiction(self, code: str) -> Jurisdiction | None:
        """A jurisdiction of this installation."""
        return (await self._fresh()).jurisdictions.get(code)

    async def jurisdictions(self) -> list[Jurisdiction]:
        """All of this installation, by code."""
        return [entry for _, entry in sorted((await self._fresh()).jurisdictions.items())]

    async def offices(self, jurisdiction: str) -> list[Office]:
        """The offices of a jurisdiction, by id."""
        offices = sorted((await self._fresh()).offices.items())
        return [office for _, office in offices if office.jurisdiction == jurisdiction]

    async def posts(self, jurisdiction: str) -> list[Post]:
        """The posts of a jurisdiction, by id."""
        reading = await self._fresh()
        return [
            post
            for _, post in sorted(reading.posts.items())
            if reading.offices[post.office_id].jurisdiction == jurisdiction
        ]

    async def _fresh(self) -> _Reading:
        if time.monotonic() - self._read_at >= FRESH_FOR:
            async with self._lock:
                if time.monotonic() - self._read_at >= FRESH_FOR:
                    begun = time.monotonic()
                    async with (
                        self._database.reserved() as conn,
                        conn.transaction(isolation="repeatable_read", readonly=True),
                    ):
                        self._reading = await _read(conn)
                    self._read_at = begun
        return self._reading


async def _read(conn: Connection) -> _Reading:
    reading = _Reading()
    for row in await conn.fetch("select code, name, zone from access.jurisdiction"):
        reading.jurisdictions[row["code"]] = Jurisdiction(**dict(row))
    scopes: dict[str, set[str]] = defaultdict(set)
    for row in await conn.fetch("select agency_id, jurisdiction from access.agency_jurisdiction"):
        scopes[row["agency_id"]].add(row["jurisdiction"])
    for row in await conn.fetch(
        "select id, name, kind from access.agency where revoked_at is null"
    ):
        reading.agencies[row["id"]] = Agency(
            **dict(row), jurisdictions=frozenset(scopes[row["id"]])
        )
    for row in await conn.fetch(
        "select token_hash, agency_id from access.agency_token where revoked_at is null"
    ):
        reading.agency_tokens[row["token_hash"]] = row["agency_id"]
    for row in await conn.fetch("select * from access.office"):
        reading.offices[row["id"]] = Office(**dict(row))
    for row in await conn.fetch("select * from access.post"):
        reading.posts[row["id"]] = Post(**dict(row))
    await _read_people(conn, reading)
    return reading


async def _read_people(conn: Connection, reading: _Reading) -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    for row in await conn.fetch("select person_id, role from access.person_role"):
        roles[row["person_id"]].add(row["role"])
    held: dict[str, list[Post]] = defaultdict(list)
    for post in sorted(reading.posts.values(), key=lambda post: post.id):
        if post.holder_id:
            held[post.holder_id].append(post)
    for row in await conn.fetch(
        "select id, name, jurisdiction, nip_digest from access.person where disabled_at is null"
    ):
        posts = held[row["id"]]
        reading.people[row["id"]] = Person(
            **dict(row),
            roles=frozenset(roles[row["id"]]),
            posts=tuple(post.id for post in posts),
            offices=tuple(dict.fromkeys(post.office_id for post in posts)),
        )
    for row in await conn.fetch(
        "select token_hash, person_id from access.person_token where revoked_at is null"
    ):
        reading.person_tokens[row["token_hash"]] = row["person_id"]
