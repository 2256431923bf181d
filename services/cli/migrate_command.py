"""`netral migrate`, as typed."""

from datetime import datetime
from typing import Annotated

import typer

from services.cli import migrate, settings
from services.cli.failing import fail
from services.cli.printing import as_json, as_table
from services.cli.running import run
from services.cli.schemas import SERVICES


def migrate_command(
    *,
    sandbox: Annotated[
        bool,
        typer.Option(
            "--sandbox",
            help="Mark a new installation as a sandbox, for ever (or NETRAL_SANDBOX=true).",
        ),
    ] = False,
    clock: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Only for a new sandbox: a legal clock that stands on 08:00 in Jakarta of this day"
            " (or NETRAL_SANDBOX_CLOCK).",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Prepare the database: roles, schemas, tables, holidays, elections. Safe to repeat."""
    chosen = settings.read()
    sandbox = sandbox or chosen.sandbox
    day = clock.date() if clock else chosen.sandbox_clock
    if day and not sandbox:
        fail("--clock goes with --sandbox: only a sandbox's clock can be set")
    dsn = chosen.needed("admin_dsn")
    passwords = {service: chosen.needed(f"{service}_password") for service in SERVICES}
    report = run(lambda: migrate.migrate(dsn, passwords, sandbox=sandbox, clock=day))
    if json:
        as_json(vars(report))
        return
    as_table(["schema", "revision"], report.revisions.items())
    kind = "sandbox" if report.sandbox else "production"
    typer.echo(f"\n{'Made a new' if report.created else 'Updated this'} {kind} installation.")
    for what, number in report.loaded.items():
        typer.echo(f"Loaded {number} {what}.")
