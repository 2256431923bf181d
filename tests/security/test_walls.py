"""Where nothing may lie open: command lines, files, and a sandbox beside a production."""

import asyncio
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.embedded import Stack
from deploy.embedded.layout import REPOSITORY
from services.cli.failing import REFUSED
from services.cli.running import SENTENCES
from tests.stack import TestDatabase

stacked = [pytest.mark.stack, pytest.mark.timeout(120)]


def _secrets(stack: Stack) -> list[str]:
    """Everything that opens something, from the stack's own files."""
    info = stack.info
    made = json.loads(stack.folder.secrets.read_text())
    tokens = [one["token"] for one in (*info["agencies"], *info["people"])]
    opening = [value for value in _texts(made) if len(value) >= 16]
    return [*tokens, *opening, info["s3_secret_key"]]


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


class TestOnTheStack:
    pytestmark = stacked

    def test_no_secret_stands_in_a_command_line_or_a_log(self, stack: Stack) -> None:
        secrets = _secrets(stack)
        lines = {
            name: Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            for name, pid in stack.info["processes"].items()
            if pid
        }
        lines |= {
            str(path): path.read_text(errors="replace")
            for path in stack.folder.logs.rglob("*")
            if path.is_file()
        }

        assert len(secrets) > 50
        assert [where for where, line in lines.items() if any(s in line for s in secrets)] == []

    def test_the_folder_opens_to_its_owner_only(self, stack: Stack) -> None:
        folder, info = stack.folder.root, stack.folder.stack
        holding = [
            path
            for path in folder.iterdir()
            if path.is_file() and any(s in path.read_text() for s in _secrets(stack)[:5])
        ]

        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(info.stat().st_mode) == 0o600
        assert info in holding
        assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}


def _run(database: TestDatabase, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env={**os.environ, **database.environment("cli"), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "process", ["services.intake.app", "services.evidence.app", "services.workflow.app"]
)
@pytest.mark.parametrize(
    ("installed", "told", "reason"),
    [
        ("production", "true", "installation-is-production"),
        ("database", "false", "installation-is-sandbox"),
    ],
)
def test_a_process_of_the_other_kind_never_becomes_ready(
    request: pytest.FixtureRequest, installed: str, told: str, reason: str, process: str
) -> None:
    database: TestDatabase = request.getfixturevalue(installed)
    name = process.split(".")[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = database.environment(name) | {"NETRAL_SANDBOX": told, "NETRAL_PORT": str(port)}
    with tempfile.TemporaryFile() as log:
        started = subprocess.Popen(
            [sys.executable, "-m", process],
            cwd=REPOSITORY,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
        try:
            readiness = _readiness(started, port)
        finally:
            started.terminate()
            started.wait(20)
        log.seek(0)
        last_words = log.read().decode(errors="replace")

    if readiness is None:
        assert reason in last_words
    else:
        assert readiness.status_code == 503
        assert reason in readiness.json()["checks"].values()


def _readiness(started: subprocess.Popen[bytes], port: int) -> httpx.Response | None:
    """What /readyz says, or None if the process ended by itself."""
    until = time.monotonic() + 30
    while time.monotonic() < until and started.poll() is None:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.2)
    assert started.poll() not in {None, 0}
    return None


@pytest.mark.timeout(120)
@pytest.mark.parametrize("word", ["seed", "advance"])
def test_a_production_knows_no_sandbox_words(production: TestDatabase, word: str) -> None:
    more = ["--to", "2030-01-01"] if word == "advance" else []
    before = asyncio.run(_access(production))
    done = _run(
        production, "-m", "services.cli.main", "sandbox", word, *more, NETRAL_SANDBOX="true"
    )

    assert done.returncode == REFUSED
    assert SENTENCES["sandbox-only"] in done.stderr
    assert asyncio.run(_access(production)) == before


async def _access(database: TestDatabase) -> dict[str, list[str]]:
    """All rows of who is known and of the clock; the demonstration's people are none of them."""
    connection = await asyncpg.connect(database.dsn)
    try:
        tables = await connection.fetch(
            "select table_name from information_schema.tables where table_schema = 'access'"
        )
        return {
            name: [
                row["line"]
                for row in await connection.fetch(
                    f'select t::text as line from access."{name}" t order by 1'
                )
            ]
            for (name,) in tables
        }
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def production(a_database: Callable[[], TestDatabase]) -> TestDatabase:
    """A database of its own, its mark taken away."""
    database = a_database()

    async def unmark() -> None:
        connection = await asyncpg.connect(database.dsn)
        await connection.execute("update access.installation set sandbox = false")
        await connection.close()

    asyncio.run(unmark())
    return database
