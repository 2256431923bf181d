"""A fresh sandbox for the demo, without ever throwing away what somebody else put there."""

import asyncio
from datetime import date
from pathlib import Path

import asyncpg

from deploy.embedded import Stack, StackFailure

BEGINS = date(2019, 12, 1)
_QUESTION = """
    select (select count(*) from intake.complaint) + (select count(*) from evidence.item)
"""


class NotOursError(RuntimeError):
    """The folder holds data that no demo made."""


def fresh_stack(root: Path) -> Stack:
    """A stack that is not started yet, in a folder that held nothing or an earlier demo.

    An installation without complaints and evidence counts as nothing, one that holds no more
    than the demo left there as the demo's. Any other raises `NotOursError` and stays as it is.
    """
    stack = Stack(root, clock=BEGINS, known_ports=True)
    if stack.folder.data.exists() and _holds_more_than_a_demo(root):
        raise NotOursError(
            f"{root} holds complaints or evidence that no demo made; "
            "`make reset` forgets them, then run this again"
        )
    stack.reset()
    mark = _mark(root)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text("", encoding="utf-8")
    return stack


def remember(stack: Stack) -> None:
    """Writes down how much the demo left, so that what comes later is told from it."""
    _mark(stack.folder.root).write_text(str(asyncio.run(_count(stack.dsn))), encoding="utf-8")


def _mark(root: Path) -> Path:
    # Among the data: what forgets the data must forget this too.
    return root / "data" / "demo"


def _holds_more_than_a_demo(root: Path) -> bool:
    mark = _mark(root)
    left = mark.read_text(encoding="utf-8") if mark.exists() else "0"
    if not left:
        return False  # a demo that did not come to its end
    return _held(root) > int(left)


def _held(root: Path) -> int:
    running = Stack(root, known_ports=True)
    if running.running():
        return asyncio.run(_count(running.dsn))
    try:
        with Stack(root, only={"postgres"}) as asleep:
            return asyncio.run(_count(asleep.dsn))
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
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return 0
    finally:
        await connection.close()
