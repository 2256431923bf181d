"""`netral sandbox`: the demonstration's clock and people; refused anywhere else."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.cli import sandbox_clock, sandbox_seed
from services.cli.failing import fail
from services.cli.printing import as_json, as_table
from services.cli.running import database, run

sandbox_commands = typer.Typer(no_args_is_help=True, help="Only for a sandbox installation.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@sandbox_commands.command("seed")
def seed(
    state: Annotated[
        Path | None,
        typer.Option(help="A file that keeps the tokens between runs (written with mode 0600)."),
    ] = None,
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, tokens included.")] = False,
) -> None:
    """Put the demonstration's regencies, agencies, offices, posts and people in."""
    try:
        known = sandbox_seed.read_state(state)
    except (OSError, ValueError, KeyError, TypeError) as error:
        fail(f"{state} is not a file that this command wrote: {type(error).__name__}")

    async def work() -> dict[str, list[dict[str, object]]]:
        async with database() as db:
            return await sandbox_seed.seed(db, known)

    world = run(work)
    if state is not None:
        try:
            sandbox_seed.write_state(state, world)
        except OSError as error:
            fail(f"{state} cannot be written: {error.strerror}")
    if json_:
        typer.echo(json.dumps(world, indent=2, ensure_ascii=False))
        return
    for what in ("agencies", "people"):
        as_table(["id", "name", "token"], [[e["id"], e["name"], e["token"]] for e in world[what]])
        typer.echo("")


@sandbox_commands.command("advance")
def advance(
    to: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="To 08:00 in Jakarta of this day."),
    ] = None,
    working_days: Annotated[
        int | None, typer.Option(min=1, help="By so many working days of the holiday table.")
    ] = None,
    *,
    to_next_deadline: Annotated[
        bool, typer.Option("--to-next-deadline", help="To the next date on which a clock is due.")
    ] = False,
    json_: Json = False,
) -> None:
    """Put the legal clock forward; never back. Open clocks follow at once."""
    if sum([to is not None, working_days is not None, to_next_deadline]) != 1:
        fail("say one of --to, --working-days, --to-next-deadline")

    async def work() -> sandbox_clock.Advanced:
        async with database() as db:
            day = to.date() if to else None
            return await sandbox_clock.advance(db, day=day, working_days=working_days)

    advanced = run(work)
    if json_:
        as_json(vars(advanced))
        return
    typer.echo(f"It is now {advanced.now.isoformat()} ({advanced.why}).")


@sandbox_commands.command("clock")
def clock(*, json_: Json = False) -> None:
    """Show the legal clock."""

    async def work() -> sandbox_clock.Advanced:
        async with database() as db:
            return await sandbox_clock.show(db)

    shown = run(work)
    if json_:
        as_json(vars(shown))
        return
    typer.echo(f"It is now {shown.now.isoformat()} ({shown.why}).")
