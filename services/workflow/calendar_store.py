"""The versioned table of holidays: a version never changes, a new one re-arms the open clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from services.kit.database import Connection
from services.workflow.rules.calendar import Calendar


class Holiday(BaseModel):
    """A day on which offices are closed; `jurisdiction` empty: everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    jurisdiction: str = ""
    kind: str
    """`public` (national holiday), `government` (joint leave), `election`, `local`."""
    name: str
    source: str


@dataclass(frozen=True)
class CurrentCalendar:
    """The version in force for a regency."""

    version: int
    covers_until: date
    days: tuple[tuple[date, str], ...]

    @property
    def calendar(self) -> Calendar:
        """The pure calendar of this version."""
        return _calendar(self)


@lru_cache(maxsize=64)
def _calendar(current: CurrentCalendar) -> Calendar:
    return Calendar(
        dict(current.days), version=str(current.version), covers_until=current.covers_until
    )


_read: dict[tuple[int, str], CurrentCalendar] = {}


async def current(conn: Connection, jurisdiction: str) -> CurrentCalendar:
    """The newest version, as it applies in a regency; a version is read once per process."""
    row = await conn.fetchrow(
        "select version, covers_until from workflow.calendar_version order by version desc limit 1"
    )
    if row is None:
        return CurrentCalendar(version=0, covers_until=date.min, days=())
    key = (row["version"], jurisdiction)
    if key not in _read:
        days = await conn.fetch(
            "select distinct on (day) day, name from workflow.holiday"
            " where version = $1 and jurisdiction in ('', $2) order by day, jurisdiction desc",
            row["version"],
            jurisdiction,
        )
        _read[key] = CurrentCalendar(
            version=row["version"],
            covers_until=row["covers_until"],
            days=tuple((day["day"], day["name"]) for day in days),
        )
    return _read[key]


async def add_version(
    conn: Connection, holidays: Sequence[Holiday], *, source: str, covers_until: date, by: str
) -> int:
    """A new version, whole; the one before it stays for what was decided by it."""
    version: int = await conn.fetchval(
        "insert into workflow.calendar_version (source, covers_until, set_by)"
        " values ($1, $2, $3) returning version",
        source,
        covers_until,
        by,
    )
    await conn.executemany(
        "insert into workflow.holiday (version, day, jurisdiction, kind, name, source)"
        " values ($1, $2, $3, $4, $5, $6)"
        " on conflict (version, day, jurisdiction) do update"
        " set name = holiday.name || ' / ' || excluded.name",
        [(version, h.day, h.jurisdiction, h.kind, h.name, h.source) for h in holidays],
    )
    return version


async def holidays_of(conn: Connection, version: int) -> list[Holiday]:
    """The days of a version, for the next one to be made from."""
    rows = await conn.fetch(
        "select day, jurisdiction, kind, name, source from workflow.holiday"
        " where version = $1 order by day, jurisdiction",
        version,
    )
    return [Holiday(**dict(row)) for row in rows]
