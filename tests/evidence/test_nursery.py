"""One process forks a child for each file: alone, bounded, and never left behind."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from PIL import Image

from services.evidence.inspection.confinement import CPU_SECONDS, MEMORY
from services.evidence.inspection.inspector import Inspected, Inspector
from services.evidence.inspection.nursery import Nursery, environment
from services.evidence.inspection.window import Ends
from tests.evidence.world import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")

FOUND = Inspected(media_type="image/png", claims={"width": 7, "height": 5})


async def inspected(nursery: Nursery, width: int = 7) -> Inspected:
    out = io.BytesIO()
    Image.new("RGB", (width, 5), "blue").save(out, "PNG")
    ends = Ends(len(out.getvalue()))
    ends.update(out.getvalue())
    return await Inspector(nursery).look(ends)


def children(nursery: Nursery) -> list[psutil.Process]:
    return psutil.Process(nursery.pid).children()


async def alive(nursery: Nursery) -> psutil.Process:
    """Not one that a test before has left at its end: it ends when its broken child is reaped."""

    async def childless() -> bool:
        try:
            return nursery.pid is None or not children(nursery)
        except psutil.NoSuchProcess:
            return True

    await until(childless, 10)
    assert await inspected(nursery) == FOUND
    await until(childless, 10)
    return psutil.Process(nursery.pid)


async def gone(*processes: psutil.Process) -> None:
    async def none_runs() -> bool:
        return not any(
            process.is_running() and process.status() != psutil.STATUS_ZOMBIE
            for process in processes
        )

    await until(none_runs, 10)


def visible(path: Path) -> bytes:
    """What the kernel shows of a process that lets nobody look: to root only."""
    try:
        return path.read_bytes()
    except PermissionError:
        pytest.fail("only root may look into it, not even its own user: run the tests as root")


async def test_many_files_at_once_get_each_its_own_answer(nursery):
    widths = range(1, 25)
    answers = await asyncio.gather(*(inspected(nursery, width) for width in widths))

    assert [found.claims["width"] for found in answers] == list(widths)


async def test_of_two_files_at_once_neither_child_holds_anything_of_the_other(nursery):
    secret = os.urandom(32)
    async with nursery.child() as first:
        await asyncio.get_running_loop().sock_sendall(first, b'{"size": 64, "head": 64}\n' + secret)
        [sibling] = children(nursery)
        async with nursery.child():
            [own] = [child for child in children(nursery) if child != sibling]
            visible(Path(f"/proc/{own.pid}/environ"))

            async def told() -> bool:
                return secret in memory_of(sibling)

            await until(told, 10)
            assert secret not in memory_of(own)
            assert secret not in memory_of(psutil.Process(nursery.pid))
            assert open_of(own).keys() == {0, 1, 2, 3}
            assert open_of(own)[3] != open_of(sibling)[3]


def open_of(process: psutil.Process) -> dict[int, str]:
    held: dict[int, str] = {}
    for file in Path(f"/proc/{process.pid}/fd").iterdir():
        # It lives on meanwhile: what it has just closed is no longer open.
        with suppress(FileNotFoundError):
            held[int(file.name)] = str(file.readlink())
    return held


def memory_of(process: psutil.Process) -> bytes:
    """All that it can write to."""
    found = bytearray()
    with Path(f"/proc/{process.pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8").splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(number, 16) for number in span.split("-"))
                memory.seek(start)
                found += memory.read(end - start)
    return bytes(found)


async def test_a_child_answers_only_once_all_is_told(nursery):
    """Its end would break the line of whoever has not yet told that there is no more."""
    loop = asyncio.get_running_loop()
    async with nursery.child() as line:
        await loop.sock_sendall(line, b'{"size": 3, "head": 3}\n\xff\xd8\xff')
        answer = asyncio.create_task(loop.sock_recv(line, 1024))
        early, _ = await asyncio.wait([answer], timeout=0.5)
        line.shutdown(socket.SHUT_WR)

        assert not early
        assert b"image/jpeg" in await answer


async def test_a_child_is_bounded_and_its_time_begins_with_it(nursery):
    async with nursery.child():
        [child] = children(nursery)

        async def confined() -> bool:
            return child.rlimit(psutil.RLIMIT_NOFILE) == (32, 32)

        await until(confined, 10)
        assert child.rlimit(psutil.RLIMIT_AS) == (MEMORY, MEMORY)
        assert child.rlimit(psutil.RLIMIT_CPU) == (CPU_SECONDS, CPU_SECONDS)
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert sum(child.cpu_times()[:2]) < sum(psutil.Process(nursery.pid).cpu_times()[:2])


async def test_a_child_that_does_not_end_is_killed_with_its_block(nursery):
    async with nursery.child():
        [child] = children(nursery)
        child.suspend()
    await gone(child)

    assert await inspected(nursery) == FOUND


async def test_after_a_child_that_broke_the_next_comes_out_of_a_fresh_nursery(nursery):
    before = await alive(nursery)
    async with nursery.child() as line:
        await asyncio.get_running_loop().sock_sendall(line, b"no order\n")
        assert await asyncio.get_running_loop().sock_recv(line, 1) == b""
    await gone(before)

    assert await inspected(nursery) == FOUND
    assert nursery.pid != before.pid


async def test_after_the_nursery_was_killed_the_next_file_is_inspected(nursery):
    before = await alive(nursery)
    async with nursery.child() as line:
        [child] = children(nursery)
        before.kill()

        assert await asyncio.get_running_loop().sock_recv(line, 1) == b""
    await gone(before, child)

    assert await inspected(nursery) == FOUND


async def test_a_nursery_that_stands_still_is_given_up(nursery, monkeypatch):
    monkeypatch.setattr("services.evidence.inspection.nursery.BIRTH", timedelta(seconds=4))
    monkeypatch.setattr("services.evidence.inspection.nursery.LEAVE", timedelta(seconds=0.1))
    before = await alive(nursery)
    before.suspend()

    assert await inspected(nursery) == FOUND
    await gone(before)


async def test_closed_it_leaves_nobody_behind():
    nursery = Nursery()
    assert await inspected(nursery) == FOUND
    process = psutil.Process(nursery.pid)
    await nursery.close()

    assert not process.is_running()
    assert nursery.pid is None


async def test_with_its_parent_killed_the_whole_family_is_gone():
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.evidence.parent", stderr=subprocess.PIPE
    )
    assert parent.stderr is not None
    try:
        family = [psutil.Process(int(pid)) for pid in (await parent.stderr.readline()).split()]
    finally:
        parent.send_signal(signal.SIGKILL)
        await parent.wait()
    await gone(*family)

    assert len(family) == 2


async def test_no_secret_is_in_its_environment_and_no_file_of_its_parent_is_open(monkeypatch):
    monkeypatch.setenv("NETRAL_S3_SECRET_KEY", "rahasia")
    nursery, (ours, theirs) = Nursery(), socket.socketpair()
    with ours, theirs:
        os.set_inheritable(ours.fileno(), True)
        try:
            assert await inspected(nursery) == FOUND
            told = visible(Path(f"/proc/{nursery.pid}/environ"))

            async def its_orders_only() -> bool:
                held = open_of(psutil.Process(nursery.pid)).values()
                return sum(name.startswith("socket:") for name in held) == 1

            # Of the child that has just ended it still holds the leash for a moment.
            await until(its_orders_only, 10)
        finally:
            await nursery.close()

        assert b"rahasia" not in told
        assert b"NETRAL" not in told


def test_of_its_parents_environment_it_is_told_only_what_python_needs():
    ours = {"NETRAL_DATABASE_DSN": "x", "AWS_SECRET_ACCESS_KEY": "y", "PYTHONPATH": "z"}

    assert environment(ours) == {"PYTHONPATH": "z"}
