"""One idempotency key, one upload: who holds a key now, and what was answered first.

A key is held for a few seconds and the hold is renewed while bytes arrive, or while we store what
arrived. So the key of a process that was killed, or of a sender that fell silent, is free again a
few seconds later, and the same file can be sent from its start. Whoever lost a key commits nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from services.kit.database import Connection, Database
from services.kit.errors import EdgeRefusal, Refused, Unavailable
from services.kit.ids import IdMint

SOON: Final = timedelta(seconds=1)

Silence = Callable[[], timedelta]
"""For how long the sender has been silent while it was its turn."""


@dataclass(frozen=True, slots=True)
class Held:
    """The key is ours until the hold ends; the attempt names our folder in quarantine."""

    sender: str
    key: str
    evidence_id: UUID
    attempt: UUID


@dataclass(frozen=True, slots=True)
class Answered:
    """The key was used before: for which bytes, and with what said of them."""

    held: Held
    sha256: bytes
    size: int
    declared: bytes | None
    """The digest of what was said of the bytes; None if an older release took the key."""


def in_flight(rest: timedelta = SOON) -> Refused:
    """Another request holds the key, for this long if nothing more is heard of it."""
    return Refused("in-flight", retry_after=max(rest, SOON))


class UploadKeys:
    """The rows of `evidence.upload`."""

    def __init__(self, database: Database, ids: IdMint, hold: timedelta) -> None:
        self._database = database
        self._hold = hold
        self._ids = ids

    async def take(self, sender: str, key: str, jurisdiction: str) -> Held | Answered:
        """Hold the key, or say what was answered; a live twin is a 409."""
        held = Held(sender, key, self._ids.mint("evidence", sender, key), uuid4())
        # No transaction: the hold is one statement, and the look after it sees what came since.
        async with self._database.connection() as conn:
            row = await conn.fetchrow(
                "insert into evidence.upload as u"
                " (sender, key, jurisdiction, evidence_id, attempt, held_until)"
                " values ($1, $2, $3, $4, $5, clock_timestamp() + $6::interval)"
                " on conflict (sender, key) do update set attempt = excluded.attempt,"
                " jurisdiction = excluded.jurisdiction, held_until = excluded.held_until"
                " where u.answer is null and u.held_until < clock_timestamp() returning attempt",
                sender,
                key,
                jurisdiction,
                held.evidence_id,
                held.attempt,
                self._hold,
            )
            if row is not None:
                return held
            return await self._first(conn, sender, key, jurisdiction)

    async def _first(self, conn: Connection, sender: str, key: str, jurisdiction: str) -> Answered:
        row = await conn.fetchrow(
            "select jurisdiction, evidence_id, attempt, sha256, size, declared,"
            " answer is not null as answered, held_until - clock_timestamp() as rest"
            " from evidence.upload where sender = $1 and key = $2",
            sender,
            key,
        )
        if row is None:
            raise in_flight()
        if not row["answered"]:
            raise in_flight(row["rest"])
        if row["jurisdiction"] != jurisdiction:
            raise EdgeRefusal("idempotency-key-reused", 422)
        held = Held(sender, key, row["evidence_id"], row["attempt"])
        return Answered(held, row["sha256"], row["size"], row["declared"])

    def digest(self, *said: str) -> bytes:
        """What was said of the bytes, to be compared and never read: a name is kept sealed."""
        return self._ids.digest("upload", *said)

    @asynccontextmanager
    async def kept(self, held: Held, silence: Silence) -> AsyncIterator[None]:
        """Renew the hold while bytes arrive or are stored; a silent sender's hold runs out."""
        renewing = asyncio.create_task(self._renew(held, silence))
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def _renew(self, held: Held, silence: Silence) -> None:
        beat = self._hold / 4
        while True:
            await asyncio.sleep(beat.total_seconds())
            if silence() >= beat:
                continue
            # Postgres away for a moment: the commit at the end decides whether the key is ours.
            with suppress(Unavailable):
                async with self._database.connection() as conn:
                    await conn.execute(
                        "update evidence.upload set held_until = clock_timestamp() + $3::interval"
                        " where attempt = $1 and sender = $2 and answer is null",
                        held.attempt,
                        held.sender,
                        self._hold,
                    )

    async def answer(
        self,
        conn: Connection,
        held: Held,
        sha256: bytes,
        size: int,
        declared: bytes,
        answer: bytes,
    ) -> None:
        """Write the first answer, in the transaction that makes the item; 409 if the key went."""
        done = await conn.fetchval(
            "update evidence.upload set sha256 = $2, size = $3, declared = $4, answer = $5"
            " where attempt = $1 and answer is null returning true",
            held.attempt,
            sha256,
            size,
            declared,
            answer,
        )
        if not done:
            raise in_flight()

    async def give(self, held: Held, instead: bytes | None = None) -> bytes:
        """The one answer of the key, from now on for ever: `instead` only if none was given yet."""
        async with self._database.connection() as conn:
            answer: bytes = await conn.fetchval(
                "update evidence.upload set given = true,"
                " answer = case when given then answer else coalesce($2, answer) end"
                " where attempt = $1 returning answer",
                held.attempt,
                instead,
            )
        return answer

    async def release(self, held: Held) -> bool:
        """Give the key back; False if the item was made after all (its answer was lost)."""
        async with self._database.connection() as conn:
            gone = await conn.fetchval(
                "delete from evidence.upload where attempt = $1 and answer is null returning true",
                held.attempt,
            )
            # A statement of its own: it sees the commit for which the one above may have waited.
            return gone or not await conn.fetchval(
                "select true from evidence.upload where attempt = $1", held.attempt
            )
