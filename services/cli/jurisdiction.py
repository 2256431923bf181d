"""`netral jurisdiction`: the regencies of this installation."""

import re
from typing import Annotated

import typer

from services.cli.failing import fail
from services.cli.given import ZONES, a_name, a_zone
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.contracts.law import JURISDICTION_PATTERN
from services.kit.access.entries import Jurisdiction
from services.kit.access.writing import AccessWriter

jurisdiction_commands = typer.Typer(no_args_is_help=True, help="The regencies served here.")


@jurisdiction_commands.command("add")
def add(
    code: Annotated[str, typer.Argument(help='The Kemendagri code, "35.08".')],
    name: Annotated[str, typer.Option(help="Its name.", callback=a_name)],
    zone: Annotated[str, typer.Option(help=f"Its time zone: {', '.join(ZONES)}.", callback=a_zone)],
) -> None:
    """Add a regency, or correct its name or time zone."""
    if not re.match(JURISDICTION_PATTERN, code):
        fail(f'"{code}" is not a regency code of the form 35.08')

    async def work() -> None:
        async with database() as db:
            await AccessWriter(db).add_jurisdiction(Jurisdiction(code=code, name=name, zone=zone))

    run(work)
    typer.echo(f"{code} {name} ({zone})")


@jurisdiction_commands.command("list")
def list_jurisdictions(
    *, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Show the regencies."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch("select code, name, zone from access.jurisdiction order by 1")
            return [dict(row) for row in rows]

    rows = run(work)
    if json:
        as_json(rows)
        return
    as_table(["code", "name", "zone"], [list(row.values()) for row in rows])
