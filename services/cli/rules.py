"""`netral rules`: what a regency's own regulations say."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.failing import fail
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.cli.text_file import read_text
from services.workflow import law_store
from services.workflow.rules.refusals import LawRefusal

rule_commands = typer.Typer(no_args_is_help=True, help="A regency's own rules.")

_ROWS = ("regulation", "setting", "step", "deadline", "decides", "election")


@rule_commands.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="TOML: rows with citation and validity dates.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Only read it; load nothing.")] = False,
) -> None:
    """Load a regency's own ladder and rules; a row of the same key replaces one loaded before."""
    text = read_text(file)
    try:
        overlay = law_store.lawful(text)
    except LawRefusal as refusal:
        row, source = refusal.params.get("row"), refusal.citation
        fail(
            f"{file}: {f'{row}: ' if row else ''}{refusal.params.get('problem', refusal.code)}"
            f"{f' ({source})' if source else ''}"
        )
    rows = [[table, len(getattr(overlay, table))] for table in _ROWS if getattr(overlay, table)]
    if not check:

        async def work() -> None:
            async with database() as db, db.transaction() as conn:
                known = await conn.fetchval(
                    "select 1 from access.jurisdiction where code = $1", overlay.jurisdiction
                )
                if known is None:
                    fail(f"there is no jurisdiction {overlay.jurisdiction}")
                await law_store.load_overlay(conn, text, "netral rules load")

        run(work)
    typer.echo(f"{overlay.jurisdiction}: {overlay.title}")
    as_table(["rows", "number"], rows)
    typer.echo("Read without fault; nothing loaded." if check else "Loaded.")


@rule_commands.command("list")
def list_rules(
    *, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Show what is loaded, the newest first."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch(
                "select id, jurisdiction, title, loaded_by, loaded_at from workflow.overlay"
                " order by id desc"
            )
            return [dict(row) for row in rows]

    rows = run(work)
    if json:
        as_json(rows)
        return
    head = ["id", "jurisdiction", "title", "loaded_by", "loaded_at"]
    as_table(head, [[row[column] for column in head] for row in rows])
