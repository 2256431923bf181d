"""Files that are made from the code and checked in: written, or compared."""

from collections.abc import Mapping
from pathlib import Path

import typer

from services.cli.failing import fail


def put(directory: Path, texts: Mapping[str, str], *, check: bool) -> None:
    """Writes the files; with `check` ends the command when one of them differs."""
    for name, text in texts.items():
        file = directory / name
        if check:
            if not file.is_file() or file.read_text("utf-8") != text:
                fail(f"{file} is not what the code says; run `make docs contracts`")
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        except OSError as error:
            fail(f"{file} cannot be written: {error.strerror}")
        typer.echo(str(file))
