"""A database is a sandbox or it is not, for ever; a process that disagrees never serves."""

from services.kit.database import Database
from services.kit.errors import Refused


async def insist(database: Database, *, sandbox: bool) -> None:
    """Returns if the installation is what the process was told (`NETRAL_SANDBOX`).

    Raises Refused on a mismatch, or before `netral migrate`; Unavailable without Postgres. Used as
    a readiness check, so that a process of the wrong kind takes nothing in.
    """
    async with database.connection() as conn:
        marked = await conn.fetchval(
            "select (select sandbox from access.installation)"
            " where to_regclass('access.installation') is not null"
        )
    if marked is None:
        raise Refused("installation-not-migrated")
    if marked != sandbox:
        raise Refused("installation-is-sandbox" if marked else "installation-is-production")
