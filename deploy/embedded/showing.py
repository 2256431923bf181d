"""What a person sees: progress on the way up, a table of processes, addresses and credentials."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from deploy.embedded.starting import Told

MARKS = {
    "ready": "[green]ready[/]",
    "done": "[green]done[/]",
    "failed": "[red]failed[/]",
    "restarting": "[yellow]restarting[/]",
    "held": "[yellow]held[/]",
}
AGENCIES, PEOPLE = 3, 6


@contextmanager
def progress(console: Console) -> Iterator[Told]:
    """A live table on a terminal, else one line for each thing that became ready."""
    if console.is_terminal:
        with Live(console=console, transient=True, refresh_per_second=8) as live:
            yield lambda news: _live(console, live, news)
    else:
        seen: set[str] = set()
        yield lambda news: _lines(console, seen, news)


def _live(console: Console, live: Live, news: dict[str, Any]) -> None:
    if "note" in news:
        console.print(news["note"])
    elif "at" in news:
        done, of, name = news["at"]
        live.update(Text(f"fetching Kafka: {done} of {of} files ({name})"))
    elif "processes" in news:
        live.update(_table(news))


def _lines(console: Console, seen: set[str], news: dict[str, Any]) -> None:
    said: list[str] = []
    if "note" in news:
        said.append(news["note"])
    elif "at" in news:
        done, of, _ = news["at"]
        said += [f"fetching Kafka: {done} of {of} files"] if done in {1, of} else []
    said += [f"{n}: done" for n, state in news.get("steps", {}).items() if state == "done"]
    for name, record in news.get("processes", {}).items():
        if record["state"] in {"ready", "restarting", "failed"}:
            said.append(" ".join(f"{name}: {record['state']} {record['note']}".split()))
    for line in said:
        if line not in seen:
            seen.add(line)
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _table(state: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, step in state.get("steps", {}).items():
        table.add_row(name, MARKS.get(step, step), "")
    for name, record in state.get("processes", {}).items():
        table.add_row(name, MARKS.get(record["state"], record["state"]), Text(record["note"]))
    return table


def addresses(console: Console, stack: dict[str, Any]) -> None:
    """Where things are, and with which demo credentials."""
    _columns(
        console,
        [
            [name, str(stack[key])]
            for name, key in (
                ("intake", "intake_url"),
                ("evidence", "evidence_url"),
                ("workflow and its page", "workflow_url"),
                ("Temporal", "temporal_ui_url"),
                ("front door", "front_door_url"),
                ("Postgres", "postgres_dsn"),
                ("Kafka", "kafka_bootstrap"),
                ("S3", "s3_endpoint"),
            )
        ],
    )
    agencies, people = stack["agencies"], stack["people"]
    rows = [[a["id"], f"agency, {a['kind']}", a["token"]] for a in agencies[:AGENCIES]]
    rows += [[p["id"], ", ".join(p["roles"]), p["token"]] for p in people[:PEOPLE]]
    if rows:
        console.print("\nDemo credentials (bearer tokens):")
        _columns(console, rows)
    more = len(agencies) + len(people) - len(rows)
    if more > 0:
        console.print(f"and {more} more in stack.json", style="dim")


def _columns(console: Console, rows: list[list[str]]) -> None:
    """Aligned, and never cut: an address or a token is there to be copied."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.print(f"  {line.rstrip()}", markup=False, highlight=False, soft_wrap=True)


def health(console: Console, rows: list[tuple[str, dict[str, Any], str]]) -> None:
    """Each process: its pid, what the supervisor says, and what it answers itself."""
    table = Table("process", "pid", "state", "restarts", "health", box=None, pad_edge=False)
    for name, record, answer in rows:
        given_up = "; given up, make up tries again" if record["state"] == "failed" else ""
        table.add_row(
            name,
            str(record["pid"] or "-"),
            MARKS.get(record["state"], record["state"]),
            str(record["restarts"]),
            Text(answer or record["note"] + given_up),
        )
    console.print(table)
