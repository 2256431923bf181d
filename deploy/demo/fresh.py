"""A fresh sandbox for the demo, without ever throwing away what somebody else put there."""

import asyncio
from datetime import date
from pathlib import Path

import asyncpg

from deploy.embedded import Stack, StackFailure, atomic

BEGINS = date(2019, 12, 1)
_SENT = "select (select count(*) from intake.complaint) + (select count(*) from evidence.item)"
_ADDED = """
    select (select count(*) from access.agency where id <> all($1::text[]))
         + (select count(*) from access.person where id <> all($2::text[]))
         + (select count(*) from access.jurisdiction where code <> all($3::text[]))
"""


class NotOursError(RuntimeError):
    """The folder holds data that no demo made."""


def fresh_stack(root: Path) -> Stack:
    """A stack that is not started yet, in a folder that held nothing or an earlier demo.

    An installation with nothing sent to it and nobody added counts as nothing, one that holds no
    more than the demo left there as the demo's. Any other raises `NotOursError` and stays as it is.
    """
    stack = Stack(root, clock=BEGINS, known_ports=True)
    if stack.folder.data.exists() and _holds_more_than_a_demo(root):
        raise NotOursError(
            f"{root} holds complaints, evidence, people or agencies that no demo made; "
            "`make reset` forgets them, then run this again"
        )
    stack.reset()
    mark = _mark(root)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text("", encoding="utf-8")
    return stack


def remember(stack: Stack) -> None:
    """Writes down how much the demo left, so that what comes later is told from it."""
    _mark(stack.folder.root).write_text(str(asyncio.run(_count(stack))), encoding="utf-8")


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
        return asyncio.run(_count(running))
    try:
        with Stack(root, only={"postgres"}) as asleep:
            return asyncio.run(_count(asleep))
    except StackFailure as unreadable:
        raise NotOursError(
            f"{root} holds an installation that does not start ({unreadable}); "
            "`make reset` forgets it, then run this again"
        ) from unreadable


async def _count(stack: Stack) -> int:
    """What was sent to it, and who was added to those of the seed."""
    try:
        connection = await asyncpg.connect(stack.dsn)
    except asyncpg.InvalidCatalogNameError:
        return 0
    try:
        return await _ask(connection, _SENT) + await _ask(connection, _ADDED, *_seeded(stack))
    finally:
        await connection.close()


async def _ask(connection: asyncpg.Connection, question: str, *known: list[str]) -> int:
    try:
        return int(await connection.fetchval(question, *known))
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return 0


def _seeded(stack: Stack) -> tuple[list[str], list[str], list[str]]:
    """The agencies, people and regencies that every sandbox of this kind is born with."""
    seed = atomic.read_json(stack.folder.seed) or {"agencies": [], "people": []}
    regencies = {code for agency in seed["agencies"] for code in agency["jurisdictions"]}
    agencies, people = ([one["id"] for one in seed[name]] for name in ("agencies", "people"))
    return agencies, people, sorted(regencies)
