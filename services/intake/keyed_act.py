"""An act on a complaint under an Idempotency-Key: one at a time, and the first answer for ever."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

import asyncpg

from services.intake.records import Record, lock, record_of
from services.intake.repetition import first_answer, key_reused
from services.kit import bounded
from services.kit.access.entries import Agency
from services.kit.database import Connection, Database
from services.kit.errors import Refused
from services.kit.sealing import Sealer

Table = Literal["supplement", "withdrawal"]
Write = Callable[[Connection, Record], Awaitable[bytes]]
"""Writes the act into the transaction that holds the complaint; gives the answer."""

_FIRST: Final[dict[Table, str]] = {
    "supplement": "select * from intake.supplement where agency_id = $1 and idempotency_key = $2",
    "withdrawal": "select * from intake.withdrawal where agency_id = $1 and idempotency_key = $2",
}


@dataclass(frozen=True, slots=True)
class KeyedAct:
    """Who acts on which complaint, under which key, with which bytes."""

    agency: Agency
    complaint_id: UUID
    key: str
    raw: bytes
    digest: bytes = field(init=False)
    """SHA-256 of the bytes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.raw).digest())


async def once(
    database: Database, sealer: Sealer, act: KeyedAct, kept_in: Table, write: Write
) -> bytes:
    """The answer that `write` makes, committed with its rows; or the first one under the key.

    Nobody else adds to the complaint until the commit. NotFound if it is not the agency's.
    """
    try:
        async with bounded.transaction(database) as conn:
            await lock(conn, act.complaint_id, act.agency.id)
            first = await conn.fetchrow(_FIRST[kept_in], act.agency.id, act.key)
            if first is not None:
                return first_answer(first, act.complaint_id, act.digest)
            return await write(conn, await record_of(conn, sealer, act.complaint_id))
    except asyncpg.UniqueViolationError as error:
        # The key went to another complaint of this agency in the same moment.
        raise key_reused() from error
    except asyncpg.LockNotAvailableError as error:
        raise Refused("in-flight", retry_after=bounded.RETRY) from error
