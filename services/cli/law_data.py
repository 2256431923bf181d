"""What a fresh installation knows by date: the first holiday table, and the book's elections."""

from datetime import date
from typing import Final

from services.kit.database import Connection
from services.workflow import calendar_store, holidays_seed, law_store
from services.workflow.calendar_store import Holiday
from services.workflow.holidays_seed import HolidayKind
from services.workflow.rules.book import Rulebook

_KINDS: Final = {HolidayKind.NH: "public", HolidayKind.CB: "government"}
BY: Final = "netral migrate"


async def seed(conn: Connection) -> dict[str, int]:
    """Loads what a fresh installation has; leaves alone what was loaded before, or corrected."""
    loaded = {}
    if await conn.fetchval("select count(*) from workflow.calendar_version") == 0:
        days = [
            Holiday(day=row.day, kind=_KINDS[row.kind], name=row.name, source=row.source)
            for row in holidays_seed.seed()
        ]
        await calendar_store.add_version(
            conn,
            days,
            source="first table",
            covers_until=date(holidays_seed.LAST_YEAR, 12, 31),
            by=BY,
        )
        loaded["holidays and days of joint leave"] = len(days)
    if await conn.fetchval("select count(*) from workflow.election") == 0:
        elections = Rulebook.load().election
        await law_store.import_elections(conn, elections, BY)
        loaded["elections"] = len(elections)
    return loaded
