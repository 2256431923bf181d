"""`netral calendar`: the holiday table, by version."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from services.cli import calendar_file
from services.cli.failing import fail
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.cli.text_file import read_text
from services.workflow import calendar_store
from services.workflow.calendar_store import Holiday

calendar_commands = typer.Typer(no_args_is_help=True, help="Holidays and joint leave.")


@calendar_commands.command("import")
def import_calendar(
    file: Annotated[
        Path,
        typer.Argument(
            help=f"CSV with the columns {', '.join(calendar_file.COLUMNS)}; it replaces every year "
            "that it names and keeps the others."
        ),
    ],
    source: Annotated[str, typer.Option(help="The decree, as people will read it.")],
) -> None:
    """Put a new version of the table in force: open clocks are counted again by it."""
    days, wrong = calendar_file.read(read_text(file))
    if not wrong and not days:
        wrong = ["line 1: there is no day in it"]
    if wrong:
        for line in wrong:
            typer.echo(f"{file}: {line}", err=True)
        fail(f"nothing was imported: {len(wrong)} mistakes in {file}")

    async def work() -> tuple[int, list[Holiday], list[Holiday]]:
        async with database() as db, db.transaction() as conn:
            await conn.execute("lock table workflow.calendar_version in share row exclusive mode")
            newest = await calendar_store.current(conn, "")
            before = await calendar_store.holidays_of(conn, newest.version)
            table = calendar_file.over(before, days)
            last = date(max(day.day.year for day in days), 12, 31)
            version = await calendar_store.add_version(
                conn,
                table,
                source=source,
                covers_until=max(last, newest.covers_until),
                by="netral calendar import",
            )
            return version, before, table

    version, before, table = run(work)
    old, new = (
        {(d.day, d.jurisdiction): d for d in before},
        {(d.day, d.jurisdiction) for d in table},
    )
    for holiday in table:
        if (holiday.day, holiday.jurisdiction) not in old:
            typer.echo(f"+ {holiday.day} {holiday.jurisdiction or 'everywhere'} {holiday.name}")
    for key, holiday in old.items():
        if key not in new:
            typer.echo(f"- {holiday.day} {holiday.jurisdiction or 'everywhere'} {holiday.name}")
    typer.echo(f"Version {version} is in force: {len(table)} days.")


@calendar_commands.command("list")
def list_days(
    year: Annotated[int | None, typer.Argument(help="Only this year.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the table in force."""

    async def work() -> tuple[int, list[Holiday]]:
        async with database() as db, db.connection() as conn:
            newest = await calendar_store.current(conn, "")
            return newest.version, await calendar_store.holidays_of(conn, newest.version)

    version, days = run(work)
    shown = [day for day in days if year is None or day.day.year == year]
    if json:
        as_json({"version": version, "days": [day.model_dump(mode="json") for day in shown]})
        return
    typer.echo(f"Version {version}")
    as_table(
        ["day", "jurisdiction", "kind", "name", "source"],
        [[d.day, d.jurisdiction or "everywhere", d.kind, d.name, d.source] for d in shown],
    )
