"""What the bench says of memory: a process that takes much is seen to, however far below."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.bench.resident import Descendants, highest_anew, megabytes

MUCH = 40
PROGRAM = f"""
import os, sys
if os.fork():
    sys.exit(os.wait()[1])
print("there", flush=True)
for line in sys.stdin:
    if not (child := os.fork()):
        much = b"x" * ({MUCH} << 20)
        print("taken", flush=True)
        sys.stdin.readline()
        os._exit(0)
    os.waitpid(child, 0)
"""


@contextmanager
def a_process() -> Iterator["subprocess.Popen[str]"]:
    """Its child forks one that takes much at each line it is told; the next line ends that one."""
    argv = [sys.executable, "-S", "-u", "-c", PROGRAM]
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield process


def tell(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def test_the_growth_of_a_grandchild_is_seen_and_is_not_the_childs() -> None:
    with a_process() as process, Descendants(process.pid) as descendants:
        tell(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "taken\n"
        deadline = time.monotonic() + 10
        while not descendants.saw(MUCH - 5):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        tell(process)

    assert descendants.grandchildren_grew == pytest.approx(MUCH, abs=5)
    assert descendants.children_grew < 5


def test_a_round_in_which_nobody_was_seen_is_not_called_small() -> None:
    with a_process() as process, Descendants(process.pid) as descendants:
        pass

    with pytest.raises(RuntimeError, match="nothing was seen"):
        _ = descendants.grandchildren_grew


def test_the_highest_begins_anew_when_asked() -> None:
    pid = os.getpid()
    much = b"x" * (MUCH << 20)
    before = megabytes(pid, "VmHWM")
    del much

    assert highest_anew(pid) <= before
    assert megabytes(pid, "VmHWM") < before - MUCH + 5
