"""What the law says by date: holidays and elections, loaded once, then only by a person."""

from services.kit.database import Connection


async def seed(conn: Connection) -> dict[str, int]:
    """Loads what a fresh installation has; leaves alone what was loaded before."""
    del conn
    return {}
