"""Custody in Postgres: an entry is written in the transaction of the act, or there was no act."""

from datetime import datetime
from uuid import UUID

from services.evidence import custody
from services.evidence.custody import CustodyAct, Detail, Entry, Head, Verdict
from services.kit.database import Connection
from services.kit.errors import NotFound


async def append(
    conn: Connection, evidence_id: UUID, at: datetime, actor: str, act: CustodyAct, detail: Detail
) -> Entry:
    """The next entry of an item; waits for another who writes to the same item."""
    head = await _head(conn, evidence_id, lock=True)
    entry = custody.link(head, evidence_id, at, actor, act, detail)
    await write(conn, entry)
    await conn.execute(
        "update evidence.item set custody_n = $2, custody_head = $3 where evidence_id = $1",
        evidence_id,
        entry.n,
        entry.digest,
    )
    return entry


async def write(conn: Connection, entry: Entry) -> None:
    """The entry alone, by whoever makes the item's row name it as the last one."""
    await conn.execute(
        "insert into evidence.custody (evidence_id, n, at, actor, act, detail, previous, digest)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.evidence_id,
        entry.n,
        entry.at,
        entry.actor,
        entry.act,
        entry.detail,
        entry.previous,
        entry.digest,
    )


async def chain(conn: Connection, evidence_id: UUID) -> tuple[list[Entry], Verdict]:
    """All entries of an item, oldest first, and whether the chain holds."""
    head = await _head(conn, evidence_id, lock=False)
    rows = await conn.fetch(
        "select evidence_id, n, at, actor, act, detail, previous, digest"
        " from evidence.custody where evidence_id = $1 order by n",
        evidence_id,
    )
    entries = [Entry(**dict(row)) for row in rows]
    return entries, custody.verify(evidence_id, entries, head)


async def holds(conn: Connection, evidence_id: UUID, act: CustodyAct) -> bool:
    """Whether the chain has an entry of the act."""
    return bool(
        await conn.fetchval(
            "select exists (select 1 from evidence.custody where evidence_id = $1 and act = $2)",
            evidence_id,
            act.value,
        )
    )


async def _head(conn: Connection, evidence_id: UUID, *, lock: bool) -> Head:
    row = await conn.fetchrow(
        "select custody_n, custody_head from evidence.item where evidence_id = $1"  # noqa: S608
        + (" for update" if lock else ""),
        evidence_id,
    )
    if row is None:
        raise NotFound("not-found")
    if row["custody_head"] is None:
        return custody.beginning(evidence_id)
    return Head(row["custody_n"], row["custody_head"])
