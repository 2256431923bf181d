"""`netral posts import`, as typed."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli import posts_file
from services.cli.failing import fail
from services.cli.printing import as_table
from services.cli.running import database, run
from services.cli.text_file import read_text
from services.kit.access.writing import AccessWriter
from services.kit.database import Database

post_commands = typer.Typer(no_args_is_help=True, help="Offices and posts.")


async def _known(db: Database) -> posts_file.Known:
    async with db.connection() as conn:

        async def column(query: str) -> frozenset[str]:
            return frozenset(row[0] for row in await conn.fetch(query))

        return posts_file.Known(
            jurisdictions=await column("select code from access.jurisdiction"),
            people=await column("select id from access.person"),
            offices=await column("select id from access.office"),
            superiors=dict(await conn.fetch("select id, superior_id from access.post")),
        )


@post_commands.command("import")
def import_posts(
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8; see `netral posts columns`.")],
) -> None:
    """Add or correct offices and posts from a CSV file: all of its lines, or none.

    Every mistake of the file is named.
    """
    text = read_text(file)

    async def work() -> posts_file.Chart:
        async with database() as db:
            chart = posts_file.read(text, await _known(db))
            if not chart.wrong:
                await AccessWriter(db).import_posts(chart.offices, chart.posts)
            return chart

    chart = run(work)
    if chart.wrong:
        for line in chart.wrong:
            typer.echo(f"{file}: {line}", err=True)
        fail(f"nothing was imported: {len(chart.wrong)} mistakes in {file}")
    typer.echo(f"Imported {len(chart.offices)} offices and {len(chart.posts)} posts.")


@post_commands.command("columns")
def columns() -> None:
    """Show the columns of the CSV file, with an example."""
    typer.echo(",".join(posts_file.COLUMNS))
    typer.echo("office,opd-1,35.08,Dinas Contoh 1,opd,,,,,,,,")
    typer.echo("post,head-1,,Kepala Dinas Contoh 1,,opd-1,jpt_pratama,,opd-head-3508,,2021-01-04,,")


@post_commands.command("list")
def list_posts(
    jurisdiction: Annotated[str, typer.Argument(help='The regency, "35.08".')],
) -> None:
    """Show the posts of a regency with their holders."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch(
                "select p.id, p.office_id as office, p.title, p.level, p.superior_id as superior,"
                " p.holder_id as holder, p.acting, p.since, p.until"
                " from access.post p join access.office o on o.id = p.office_id"
                " where o.jurisdiction = $1 order by o.id, p.id",
                jurisdiction,
            )
            return [dict(row) for row in rows]

    rows = run(work)
    head = ["id", "office", "title", "level", "superior", "holder", "acting", "since", "until"]
    as_table(head, [[row[column] for column in head] for row in rows])
