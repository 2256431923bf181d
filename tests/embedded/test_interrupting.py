"""Ctrl-C while `make up` begins: one clear line, 130, and nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.embedded.__main__ import _main
from deploy.embedded.layout import REPOSITORY, Folder


def spent(process: psutil.Process) -> float:
    """Processor seconds: they tell how far it is, however busy the machine."""
    times = process.cpu_times()
    return float(times.user + times.system)


def left_behind(folder: Path) -> list[str]:
    words = (" ".join(one.info["cmdline"] or ()) for one in psutil.process_iter(["cmdline"]))
    return [line for line in words if str(folder) in line]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    if left_behind(tmp_path):
        words = [sys.executable, "-m", "deploy.embedded", "--dir", str(tmp_path), "down"]
        subprocess.run(words, cwd=REPOSITORY, check=False)


def interrupted(folder: Path, reached: Callable[[psutil.Process], bool]) -> None:
    """Ctrl-C once it is so far: one line, 130, nobody left."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-m", "deploy.embedded", "--dir", str(folder), "up"],
        cwd=REPOSITORY,
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    seen, end = psutil.Process(process.pid), time.monotonic() + 30
    while process.poll() is None and not reached(seen) and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=200)

    assert process.returncode == 130
    assert said.startswith("netral: interrupted; ")
    assert "Traceback" not in said
    assert said.count("\n") == 1
    assert left_behind(folder) == []


# All well before the half a second of its own that a whole start takes on a calm machine.
@pytest.mark.parametrize("far", [0.06, 0.1, 0.14, 0.18, 0.22, 0.26])
def test_ctrl_c_is_one_line_however_early_it_comes(folder: Path, far: float) -> None:
    interrupted(folder, lambda process: spent(process) >= far)


def test_ctrl_c_while_the_servers_start_is_one_line_too(folder: Path) -> None:
    state = Folder(folder).state
    interrupted(folder, lambda _process: state.exists())


def test_ctrl_c_after_the_last_word_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("deploy.embedded.commands.main", lambda: 0)
    try:
        assert _main() == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
