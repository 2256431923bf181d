"""Advancing the legal clock of a sandbox: a new generation, never backwards."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from services.cli import installation
from services.kit.database import Connection, Database
from services.kit.errors import Malformed, NotFound, Refused
from services.workflow import calendar_store


@dataclass(frozen=True)
class Advanced:
    """Where the clock stands now, and which generation that is."""

    now: datetime
    generation: int
    why: str


async def show(db: Database) -> Advanced:
    """The clock in force."""
    async with db.connection() as conn:
        record = await installation.read_clock(conn)
        real = datetime.now(UTC)
        running = "standing" if record.rate == 0 else f"running at {record.rate:g} x"
        return Advanced(_here(record.at(real)), record.generation, running)


async def advance(db: Database, *, day: date | None, working_days: int | None) -> Advanced:
    """To the day, by working days, or (neither given) to the next day on which a clock is due."""
    async with db.transaction() as conn:
        if not await installation.is_sandbox(conn):
            raise Refused("sandbox-only")
        await conn.execute("lock table access.clock in share row exclusive mode")
        record = await installation.read_clock(conn)
        real = datetime.now(UTC)
        now = record.at(real)
        today = now.astimezone(installation.ZONE).date()
        target, why = await _target(conn, today, day=day, working_days=working_days)
        instant = installation.morning_of(target)
        if instant < now:
            if target < today:
                raise Refused("clock-never-back", today=today.isoformat())
            instant = now
        generation = await installation.set_clock(
            conn, real=real, virtual=instant, rate=record.rate, by="netral sandbox advance"
        )
        return Advanced(_here(instant), generation, why)


async def _target(
    conn: Connection, today: date, *, day: date | None, working_days: int | None
) -> tuple[date, str]:
    if day is not None:
        return day, "as told"
    if working_days is not None:
        if working_days < 1:
            raise Malformed("malformed")
        calendar = (await calendar_store.current(conn, "")).calendar
        return calendar.add_working_days(today, working_days), f"{working_days} working days on"
    row = await conn.fetchrow(
        "select key, due_on from workflow.clock where state = 'running' and due_on >= $1"
        " order by due_on, clock_id limit 1",
        today + timedelta(days=1),
    )
    if row is None:
        raise NotFound("no-clock-due")
    return row["due_on"], f"the next deadline: {row['key']}"


def _here(instant: datetime) -> datetime:
    return instant.astimezone(installation.ZONE)
