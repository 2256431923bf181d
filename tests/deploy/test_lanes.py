"""`make test` runs pytest twice: both are heard, and one failure is enough to fail."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDS_FOR_PYTEST = """#!/bin/bash
case "$*" in
*"not alone"*) lane=first ;;
*) lane=second ;;
esac
echo $lane >>lanes
wait_for="WAITS_$lane" ends="ENDS_$lane"
if [ -n "${!wait_for:-}" ]; then trap 'exit 2' INT; while :; do sleep 0.05; done; fi
exit "${!ends:-0}"
"""
HEARS_CTRL_C = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    python = tmp_path / "python"
    python.write_text(STANDS_FOR_PYTEST, encoding="ascii")
    python.chmod(0o755)
    return tmp_path


def make_test(ground: Path, **settings: str) -> subprocess.Popen[bytes]:
    """`make test` in a session of its own, with Ctrl-C as a terminal gives it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "ARGS"))}
    argv = ["make", "-f", str(ROOT / "Makefile"), "-o", "check", "-o", "browser", "test"]
    return subprocess.Popen(
        [sys.executable, "-S", "-c", HEARS_CTRL_C, *argv, "PY=./python"],
        cwd=ground,
        env=kept | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def ran(ground: Path) -> list[str]:
    lanes = ground / "lanes"
    return lanes.read_text("ascii").split() if lanes.exists() else []


@pytest.mark.parametrize(
    ("first", "second", "passes"),
    [
        ("0", "0", True),
        ("1", "0", False),
        ("0", "1", False),
        ("1", "1", False),
        ("2", "0", False),
        # 5: nothing was to be done there, as one of the two may say.
        ("5", "0", True),
        ("0", "5", True),
        ("5", "5", False),
        ("1", "5", False),
        ("5", "1", False),
    ],
)
def test_both_run_whatever_the_first_says_and_both_count(
    ground: Path, first: str, second: str, passes: bool
) -> None:
    made = make_test(ground, ENDS_first=first, ENDS_second=second)

    assert (made.wait(timeout=30) == 0) is passes
    assert ran(ground) == ["first", "second"]


def test_ctrl_c_in_the_first_is_not_answered_with_the_second(ground: Path) -> None:
    made = make_test(ground, WAITS_first="yes")
    deadline = time.monotonic() + 30
    while not ran(ground):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    # Again and again: the first may come before the lane minds it.
    while made.poll() is None:
        assert time.monotonic() < deadline
        os.killpg(made.pid, signal.SIGINT)
        time.sleep(0.1)

    assert made.returncode != 0
    assert ran(ground) == ["first"]
