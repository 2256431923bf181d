"""Numbers without gaps: taken in the transaction that uses them, so a failed one takes none."""

from services.kit.database import Connection


async def next_number(conn: Connection, jurisdiction: str, year: int, series: str) -> int:
    """The next number of a series of a regency and year; the row is locked until the commit."""
    number: int = await conn.fetchval(
        "insert into workflow.counter (jurisdiction, year, series, last) values ($1, $2, $3, 1)"
        " on conflict (jurisdiction, year, series) do update set last = counter.last + 1"
        " returning last",
        jurisdiction,
        year,
        series,
    )
    return number


async def next_case_number(conn: Connection, jurisdiction: str, year: int) -> str:
    """`35.08/2024/0007`: gapless per jurisdiction and year."""
    number = await next_number(conn, jurisdiction, year, "case")
    return f"{jurisdiction}/{year}/{number:04d}"
