"""The installation's mark (sandbox or not, for ever) and its legal clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.kit.clock import ClockRecord
from services.kit.database import Connection
from services.kit.errors import Refused

ZONE = ZoneInfo("Asia/Jakarta")
MORNING = time(8)


def morning_of(day: date) -> datetime:
    """Eight in the morning of that day in Jakarta: when offices are open everywhere."""
    return datetime.combine(day, MORNING, ZONE).astimezone(UTC)


async def is_sandbox(conn: Connection) -> bool | None:
    """What the installation was made as; None when it is not made yet."""
    marked: bool | None = await conn.fetchval("select sandbox from access.installation")
    return marked


async def mark(conn: Connection, *, sandbox: bool, clock: date | None) -> bool:
    """Marks a new installation and sets its clock going; True if this call made it.

    A production database never becomes a sandbox, nor the other way round.
    """
    before = await is_sandbox(conn)
    if before is not None:
        if before != sandbox:
            raise Refused("installation-is-sandbox" if before else "installation-is-production")
        return False
    await conn.execute("insert into access.installation (sandbox) values ($1)", sandbox)
    real = datetime.now(UTC)
    if clock is None:
        await set_clock(conn, real=real, virtual=real, rate=1.0, by="netral migrate")
    else:
        await set_clock(conn, real=real, virtual=morning_of(clock), rate=0.0, by="netral migrate")
    return True


async def set_clock(
    conn: Connection, *, real: datetime, virtual: datetime, rate: float, by: str
) -> int:
    """A new generation of the clock; its number."""
    generation: int = await conn.fetchval(
        "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
        " values ($1, $2, $3, $4) returning generation",
        real,
        virtual,
        rate,
        by,
    )
    return generation


async def read_clock(conn: Connection) -> ClockRecord:
    """The clock in force."""
    row = await conn.fetchrow(
        "select generation, real_anchor, virtual_anchor, rate from access.clock"
        " order by generation desc limit 1"
    )
    return ClockRecord(**dict(row))
