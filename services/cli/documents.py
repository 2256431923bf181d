"""`netral docs write`: the pages of the documentation that the code itself knows best."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli import errors_page, generated, settings_page

document_commands = typer.Typer(no_args_is_help=True, help="The generated pages of the docs.")


def documents() -> dict[str, str]:
    """File name under `docs/` -> its text."""
    return {"operations/settings.md": settings_page.page(), "errors.md": errors_page.page()}


@document_commands.command("write")
def write(
    directory: Annotated[Path, typer.Option("--dir", help="The folder of the docs.")] = Path(
        "docs"
    ),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if they differ.")
    ] = False,
) -> None:
    """Write the pages of all settings and of all errors."""
    generated.put(directory, documents(), check=check)


@document_commands.callback()
def _only_writes() -> None:
    """Keeps `write` a word of its own."""


def show_settings() -> None:
    """Print every setting with its default and meaning."""
    typer.echo(settings_page.page(), nl=False)


if __name__ == "__main__":
    document_commands(["write", *sys.argv[1:]])
