"""The real stack for tests: started once a run, by the code of `make up`, only as far as asked.

`postgres`  one Postgres and nothing else, quick and forgetful.
`database`  a fresh, migrated database of its own for each test module.
`servers`   Postgres, Kafka with the topics, Temporal, SeaweedFS with the buckets: nobody of
            ours listens there, so a test may say nonsense to them.
`stack`     everything, with agencies and people, on 26 August 2024; the journeys' stack. What a
            test leaves in it, the others find.
"""

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import SERVERS, Stack, StackFailure
from deploy.embedded.layout import REPOSITORY
from tests.catching import Catcher, catching

RECONCILE_SOON = {"NETRAL_RECONCILE_AFTER": "10", "NETRAL_RECONCILE_ALERT_AFTER": "60"}
BEGINS = date(2024, 8, 26)
TEMPLATE = "netral_template"


@dataclass(frozen=True)
class TestDatabase:
    """One migrated database, marked as a sandbox, empty but for what `netral migrate` loads."""

    __test__ = False
    stack: Stack
    name: str

    @property
    def dsn(self) -> str:
        """As the administrator."""
        return self.stack.layout.dsn(database=self.name)

    def dsn_of(self, service: str) -> str:
        """As the role of this service."""
        return self.stack.layout.dsn(service, database=self.name)

    def environment(self, process: str) -> dict[str, str]:
        """The settings of a process that is to work on this database."""
        found = self.stack.environment(process)
        ours = {
            key: f"{value.rpartition('/')[0]}/{self.name}"
            for key, value in found.items()
            if key.endswith("_DSN")
        }
        return found | ours


@contextmanager
def _started(
    request: pytest.FixtureRequest,
    only: Collection[str] | None,
    *,
    durable: bool = True,
    clock: date | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="netral-test-"))
    stack = Stack(
        folder,
        only=only,
        env=RECONCILE_SOON | (env or {}),
        clock=clock,
        durable=durable,
        restart_limit=100,
        tied=True,
    )
    failed = True
    try:
        with stack:
            failed = False
            yield stack
    except StackFailure as failure:
        pytest.fail(f"{failure}", pytrace=False)
    finally:
        if failed or request.session.testsfailed:
            sys.stderr.write(f"\nthe stack's logs are kept in {stack.folder.logs}\n")
            shutil.rmtree(stack.folder.data, ignore_errors=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Stack]:
    with _started(request, {"postgres"}, durable=False) as stack:
        yield stack


@pytest.fixture(scope="session")
def collector() -> Iterator[Catcher]:
    """What the processes of the stack send to their collector of traces."""
    with catching() as catcher:
        yield catcher


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, collector: Catcher) -> Iterator[Stack]:
    traced = {"NETRAL_OTEL_ENDPOINT": collector.url}
    with _started(request, None, clock=BEGINS, env=traced) as stack:
        yield stack


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[Stack]:
    with _started(request, {*SERVERS, "topics", "buckets"}) as stack:
        yield stack


@pytest.fixture(scope="session")
def a_database(postgres: Stack) -> Callable[[], TestDatabase]:
    """Makes one more migrated database, in a tenth of a second."""
    template = TestDatabase(postgres, TEMPLATE)
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "migrate", "--sandbox"],
        cwd=REPOSITORY,
        env=template.environment("cli"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"netral migrate failed:\n{done.stdout}{done.stderr}", pytrace=False)

    def make() -> TestDatabase:
        name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
        administrator = postgres.layout.dsn(database="postgres")
        _in_a_thread(_execute(administrator, f"create database {name} template {TEMPLATE}"))
        return TestDatabase(postgres, name)

    return make


@pytest.fixture(scope="module")
def database(a_database: Callable[[], TestDatabase]) -> TestDatabase:
    return a_database()


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _in_a_thread(work: Coroutine[None, None, None]) -> None:
    """The session's own loop may be running here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
