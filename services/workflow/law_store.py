"""What a regency adds to the book: its own regulations, and the elections that were imported."""

from collections.abc import Sequence

from services.kit.database import Connection
from services.workflow.rules.book import Rulebook
from services.workflow.rules.elections import Election
from services.workflow.rules.local_law import check_local
from services.workflow.rules.overlay import Overlay


async def overlays(conn: Connection, jurisdiction: str) -> tuple[Overlay, ...]:
    """All overlays of a regency in the order in which they were loaded."""
    rows = await conn.fetch(
        "select text from workflow.overlay where jurisdiction = $1 order by id", jurisdiction
    )
    return tuple(Overlay.parse(row["text"]) for row in rows)


async def book_of(conn: Connection, jurisdiction: str) -> Rulebook:
    """The book of law with the regency's own rows."""
    book = Rulebook.load()
    for overlay in await overlays(conn, jurisdiction):
        book = book.overlaid(overlay)
    return book


def lawful(text: str) -> Overlay:
    """The overlay; refuses (`overlay-invalid`, `overlay-not-local`) what may not be laid."""
    overlay = Overlay.parse(text)
    check_local(Rulebook.load(), overlay)
    return overlay


async def load_overlay(conn: Connection, text: str, by: str) -> Overlay:
    """Keep a regency's rows; refuses what cannot be read and what is not a regency's to say."""
    overlay = lawful(text)
    await conn.execute(
        "insert into workflow.overlay (jurisdiction, title, text, loaded_by)"
        " values ($1, $2, $3, $4)",
        overlay.jurisdiction,
        overlay.title,
        text,
        by,
    )
    return overlay


async def elections_of(conn: Connection, jurisdiction: str) -> tuple[Election, ...]:
    """The elections that were imported for a regency (or for all)."""
    rows = await conn.fetch(
        "select event_id, type, nullif(jurisdiction, '') as jurisdiction, name, determined_on,"
        " vote_on, basis, certainty from workflow.election"
        " where jurisdiction in ('', $1) order by event_id, jurisdiction desc",
        jurisdiction,
    )
    return tuple(Election(**dict(row)) for row in rows)


async def import_elections(conn: Connection, elections: Sequence[Election], by: str) -> None:
    """Add or correct elections; what was judged by the old dates stays judged by them."""
    await conn.executemany(
        "insert into workflow.election (event_id, jurisdiction, type, name, determined_on,"
        " vote_on, basis, certainty, loaded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict (event_id, jurisdiction) do update set type = excluded.type,"
        " name = excluded.name, determined_on = excluded.determined_on,"
        " vote_on = excluded.vote_on, basis = excluded.basis, certainty = excluded.certainty,"
        " loaded_by = excluded.loaded_by, loaded_at = clock_timestamp()",
        [
            (
                row.event_id,
                row.jurisdiction or "",
                row.type,
                row.name,
                row.determined_on,
                row.vote_on,
                row.basis,
                row.certainty,
                by,
            )
            for row in elections
        ],
    )
