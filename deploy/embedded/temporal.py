"""Temporal: the official command line's server on SQLite, with its web page."""

import subprocess
from datetime import timedelta

from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import BIN, Layout
from deploy.embedded.program import Program

TEMPORAL = str(BIN / "temporal")
RETENTION = "87600h"  # ten years: a sandbox keeps what it did


def program(layout: Layout) -> Program:
    """The workflow server of this stack."""
    data = layout.folder.data / "temporal"
    argv = (
        *(TEMPORAL, "server", "start-dev", "--ip", "127.0.0.1", "--ui-ip", "127.0.0.1"),
        *("--db-filename", str(data / "temporal.db")),
        *("--port", str(layout.ports["temporal"])),
        *("--ui-port", str(layout.ports["temporal-ui"])),
        *("--http-port", str(layout.ports["temporal-http"])),
        *("--metrics-port", str(layout.ports["temporal-metrics"])),
        # Left alone, SQLite syncs a rollback journal with every step. A log written ahead is as
        # durable, and costs a third less of processor time.
        *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "cache_size=-65536"),
        *("--ui-disable-news-fetch", "--log-level", "warn"),
    )
    return Program(
        name="temporal",
        argv=argv,
        cwd=layout.folder.data,
        before=lambda: data.mkdir(parents=True, exist_ok=True),
        ready=lambda: _missing(layout),
        after=lambda: _keep_history(layout),
        patience=timedelta(seconds=20),
    )


def _ask(layout: Layout, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own binary and address
        [TEMPORAL, *words, "--address", layout.address("temporal"), "--command-timeout", "5s"],
        capture_output=True,
        text=True,
        check=False,
    )


def _missing(layout: Layout) -> str | None:
    asked = _ask(layout, "operator", "namespace", "describe", "--namespace", "default")
    return None if asked.returncode == 0 else "not serving yet"


def _keep_history(layout: Layout) -> None:
    words = ("operator", "namespace", "update", "--namespace", "default", "--retention", RETENTION)
    asked = _ask(layout, *words)
    if asked.returncode != 0:
        raise StackFailure(f"Temporal refused its retention: {asked.stderr.strip()[-200:]}")
