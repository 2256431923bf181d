"""`netral elections`: elections with the dates on which a degree turns."""

import csv
from io import StringIO
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError

from services.cli.failing import fail
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.cli.text_file import read_text
from services.workflow import law_store
from services.workflow.rules.elections import Election

election_commands = typer.Typer(no_args_is_help=True, help="Elections and their dates.")

COLUMNS: Final = ("event_id", "type", "jurisdiction", "name", "determined_on", "vote_on", "basis")


def read(text: str) -> tuple[list[Election], list[str]]:
    """The elections of a CSV file, and what is wrong in it, by line."""
    reader = csv.DictReader(StringIO(text), strict=True)
    if set(reader.fieldnames or ()) != set(COLUMNS):
        return [], [f"line 1: the columns are {', '.join(COLUMNS)}"]
    elections: list[Election] = []
    wrong: list[str] = []
    lines: dict[tuple[str, str | None], int] = {}
    try:
        for row in reader:
            cells = {key: value.strip() for key, value in row.items() if key and value}
            try:
                election = Election.model_validate(
                    {key: value for key, value in cells.items() if value}
                )
            except ValidationError as error:
                wrong += [
                    f"line {reader.line_num}: {found['loc'][0]}: {found['msg']}"
                    for found in error.errors()
                ]
                continue
            determined, vote = election.determined_on, election.vote_on
            if determined is not None and vote is not None and vote < determined:
                wrong.append(f"line {reader.line_num}: the vote is before the determination")
            key = (election.event_id, election.jurisdiction)
            if key in lines:
                wrong.append(f"line {reader.line_num}: the same as line {lines[key]}")
            lines.setdefault(key, reader.line_num)
            elections.append(election)
    except csv.Error as error:
        wrong.append(f"line {reader.line_num}: {error}")
    return elections, wrong


@election_commands.command("import")
def import_elections(
    file: Annotated[Path, typer.Argument(help=f"CSV with the columns {', '.join(COLUMNS)}.")],
) -> None:
    """Add or correct elections from a CSV file: all of its lines, or none."""
    elections, wrong = read(read_text(file))
    if wrong:
        for line in wrong:
            typer.echo(f"{file}: {line}", err=True)
        fail(f"nothing was imported: {len(wrong)} mistakes in {file}")

    async def work() -> None:
        async with database() as db, db.transaction() as conn:
            await law_store.import_elections(conn, elections, "netral elections import")

    run(work)
    typer.echo(f"Imported {len(elections)} elections.")


@election_commands.command("list")
def list_elections(
    *, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Show the elections of the register."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch(
                "select event_id, type, jurisdiction, name, determined_on, vote_on, certainty"
                " from workflow.election order by vote_on, event_id, jurisdiction"
            )
            return [dict(row) for row in rows]

    rows = run(work)
    if json:
        as_json(rows)
        return
    as_table(
        ["event_id", "type", "jurisdiction", "name", "determined_on", "vote_on", "certainty"],
        [list(row.values()) for row in rows],
    )
