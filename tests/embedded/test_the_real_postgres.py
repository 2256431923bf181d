"""One real server through its life: the way of all of them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import asyncpg
import psutil
import pytest

from deploy.embedded import Stack, StackFailure
from deploy.embedded.layout import REPOSITORY


@pytest.fixture
def a_stack() -> Iterator[Stack]:
    # Below a folder that is closed to other users, as a home or a temporary folder is.
    folder = Path(mkdtemp(prefix="netral-test-"))
    stack = Stack(folder, only={"postgres"}, durable=False)
    yield stack
    stack.down()
    shutil.rmtree(folder)


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


async def ask(stack: Stack, statement: str) -> object:
    connection = await asyncpg.connect(stack.dsn, timeout=10)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_it_starts_stops_and_finds_its_data_again(a_stack: Stack) -> None:
    assert a_stack.up()
    await ask(a_stack, "create table kept as select 42 as n")
    assert await ask(a_stack, "show server_encoding") == "UTF8"
    locale = "select datlocale from pg_database where datname = current_database()"
    assert await ask(a_stack, locale) == "C.UTF-8"
    assert not a_stack.up(), "a second start finds it running"
    pid = a_stack.pids["postgres"]
    assert psutil.Process(pid).name() == "postgres"
    assert a_stack.info["processes"] == {"postgres": pid}

    assert a_stack.down()
    assert not psutil.pid_exists(pid)
    assert not a_stack.down(), "a second stop finds nothing"
    a_stack.up()

    assert await ask(a_stack, "select n from kept") == 42


async def test_what_is_killed_comes_back_and_stack_json_follows(a_stack: Stack) -> None:
    a_stack.up()
    await ask(a_stack, "create table kept as select 1 as n")
    before = a_stack.pids["postgres"]

    a_stack.kill("postgres")
    after = a_stack.wait_ready("postgres", after=before)

    assert await ask(a_stack, "select n from kept") == 1
    assert a_stack.info["processes"]["postgres"] == after != before


async def test_what_is_held_stays_down_until_it_is_released(a_stack: Stack) -> None:
    a_stack.up()

    a_stack.hold("postgres")
    with pytest.raises(ConnectionRefusedError):
        await ask(a_stack, "select 1")
    a_stack.release("postgres")

    assert await ask(a_stack, "select 1") == 1


async def test_what_a_killed_supervisor_left_is_found_and_stopped(a_stack: Stack) -> None:
    a_stack.up()
    left = a_stack.pids["postgres"]
    os.kill(a_stack.state["supervisor"]["pid"], signal.SIGKILL)
    until(lambda: not a_stack.running())
    assert psutil.pid_exists(left)

    assert a_stack.up()

    assert a_stack.pids["postgres"] != left
    assert not psutil.pid_exists(left)
    assert await ask(a_stack, "select 1") == 1


async def test_a_lock_file_with_a_number_of_another_program_does_not_stop_it(
    a_stack: Stack,
) -> None:
    a_stack.up()
    a_stack.down()
    lock = a_stack.folder.data / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n", encoding="utf-8")

    a_stack.up()

    assert await ask(a_stack, "select 1") == 1


def test_a_start_that_is_interrupted_leaves_nothing_running(a_stack: Stack) -> None:
    # Whoever runs the tests in the background of a script has Ctrl-C ignored, and so would this.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from pathlib import Path; from deploy.embedded import Stack;"
        f"Stack(Path({str(a_stack.folder.root)!r}), only={{'postgres'}}).up()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stderr=subprocess.PIPE
    ) as starting:
        until(a_stack.folder.state.exists)
        starting.send_signal(signal.SIGINT)
        starting.communicate()

    assert not a_stack.running()
    assert not a_stack.pids
    assert a_stack.up(), "and nothing is in the way of the next start"


def test_a_start_that_fails_says_why_and_leaves_nothing_running(a_stack: Stack) -> None:
    a_stack.up()
    a_stack.down()
    (a_stack.folder.data / "postgres" / "PG_VERSION").write_text("9.1\n", encoding="utf-8")

    with pytest.raises(StackFailure, match="postgres does not stay up"):
        a_stack.up()

    assert not a_stack.running()


def test_reset_forgets_everything(a_stack: Stack) -> None:
    a_stack.up()

    a_stack.reset()

    assert [path.name for path in a_stack.folder.root.iterdir()] == [".starting"]


def test_a_tied_stack_ends_with_the_process_that_asked_for_it(a_stack: Stack) -> None:
    code = (
        "import os; from pathlib import Path; from deploy.embedded import Stack;"
        f"Stack(Path({str(a_stack.folder.root)!r}), only={{'postgres'}}, tied=True).up();"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)

    until(lambda: not a_stack.running())
    assert not a_stack.pids
