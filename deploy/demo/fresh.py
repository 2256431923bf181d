"""A fresh sandbox for the demo, without ever throwing away what somebody else put there."""

import asyncio
from datetime import date
from pathlib import Path

import asyncpg

from deploy.embedded import Stack, StackFailure

BEGINS = date(2019, 12, 1)
_MARK = "demo"
_QUESTION = """
    select coalesce((select count(*) from intake.complaint), 0)
         + coalesce((select count(*) from evidence.item), 0)
"""


class NotOursError(RuntimeError):
    """The folder holds data that no demo made."""


def fresh_stack(root: Path) -> Stack:
    """A stack that is not started yet, in a folder that held nothing or an earlier demo.

    What is there counts as the demo's if the demo marked it, as nothing if no complaint and no
    evidence is in it; anything else raises `NotOursError` and stays as it is.
    """
    stack = Stack(root, clock=BEGINS, known_ports=True)
    data = stack.folder.data
    if data.exists() and not (data / _MARK).exists() and _holds_data(root):
        raise NotOursError(
            f"{root} holds complaints or evidence that no demo made; "
            "`make reset` forgets them, then run this again"
        )
    stack.reset()
    data.mkdir(parents=True, exist_ok=True)
    (data / _MARK).write_text("made by make demo, replaced by make demo\n", encoding="utf-8")
    return stack


def _holds_data(root: Path) -> bool:
    running = Stack(root, known_ports=True)
    if running.running():
        return asyncio.run(_count(running.dsn)) > 0
    try:
        with Stack(root, only={"postgres"}) as asleep:
            return asyncio.run(_count(asleep.dsn)) > 0
    except StackFailure as unreadable:
        raise NotOursError(
            f"{root} holds an installation that does not start ({unreadable}); "
            "`make reset` forgets it, then run this again"
        ) from unreadable


async def _count(dsn: str) -> int:
    try:
        connection = await asyncpg.connect(dsn)
    except asyncpg.InvalidCatalogNameError:
        return 0
    try:
        return int(await connection.fetchval(_QUESTION))
    except asyncpg.UndefinedTableError:
        return 0
    except asyncpg.InvalidSchemaNameError:
        return 0
    finally:
        await connection.close()
