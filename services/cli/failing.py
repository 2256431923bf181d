"""How a command ends: one clear line and an exit code, never a traceback."""

from typing import NoReturn

import typer

# 1: the answer is no (accounts do not add up). 2: the command line is wrong (typer's own).
REFUSED = 1
WRONG = 2
UNAVAILABLE = 75  # EX_TEMPFAIL: try again later


def fail(message: str, code: int = REFUSED) -> NoReturn:
    """Ends the command with one line on standard error."""
    typer.secho(f"netral: {message}", err=True, fg=typer.colors.RED)
    raise typer.Exit(code)
