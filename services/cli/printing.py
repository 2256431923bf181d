"""What a command shows: a table for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import typer


def _plain(value: object) -> Any:  # noqa: ANN401 - what json can write
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    return str(value)


def as_json(value: object) -> None:
    """One JSON document on standard output."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(str(item) for item in value)) or "-"
    if isinstance(value, datetime):
        return value.astimezone().isoformat(sep=" ", timespec="seconds")
    return str(value)


def as_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as their widest cell; a line that says so when there is nothing."""
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        typer.echo("(nothing)")
        return
    widths = [max(len(line[i]) for line in [list(head), *cells]) for i in range(len(head))]
    typer.secho("  ".join(h.ljust(w) for h, w in zip(head, widths, strict=True)), bold=True)
    for line in cells:
        typer.echo("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())
