"""Real but tiny processes under supervision."""

import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.embedded.child import LOG_LIMIT, Child, rotate
from deploy.embedded.failure import StackFailure
from deploy.embedded.identity import Identity
from deploy.embedded.program import Program

STAYS = "import time; time.sleep(600)"


def a_child(tmp_path: Path, code: str = STAYS, limit: int = 2, **of_program: object) -> Child:
    program = Program("tiny", (sys.executable, "-c", code), tmp_path, **of_program)  # type: ignore[arg-type]
    return Child(program, tmp_path / "logs", {}, limit)


def until(reached: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def watched_until(child: Child, state: str) -> None:
    def reached() -> bool:
        child.watch()
        return child.state == state

    until(reached)


def pid_of(child: Child) -> int:
    assert child.identity is not None
    return child.identity.pid


def test_a_process_is_ready_when_its_program_says_so(tmp_path: Path) -> None:
    answers = iter(["loading", None])
    child = a_child(tmp_path, ready=lambda: next(answers))
    child.start()

    assert not child.ask()
    assert (child.state, child.note) == ("starting", "loading")
    assert child.ask()
    assert child.state == "ready"

    child.tell_to_stop()
    child.wait_stopped()


def test_a_killed_process_is_started_again_with_another_pid(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    child.start()
    child.ask()
    first = Identity.of(pid_of(child))
    assert first is not None

    first.signal(signal.SIGKILL)
    watched_until(child, "restarting")
    assert child.note == "ended by signal 9"
    watched_until(child, "starting")

    assert pid_of(child) != first.pid
    assert child.restarts == 1
    child.tell_to_stop()
    child.wait_stopped()


def test_a_process_that_does_not_stay_up_is_failed_after_its_limit(tmp_path: Path) -> None:
    child = a_child(tmp_path, "raise SystemExit('port 1 is taken')", limit=2)
    child.start()

    watched_until(child, "failed")

    assert child.restarts == 2
    assert child.note == "ended with code 1: port 1 is taken"
    assert child.record()["pid"] is None


def test_a_failed_process_gets_its_restarts_again_when_forgiven(tmp_path: Path) -> None:
    child = a_child(tmp_path, "raise SystemExit(1)", limit=0)
    child.start()
    watched_until(child, "failed")

    child.forgive()
    watched_until(child, "failed")

    assert child.restarts == 1


def test_what_is_stopped_is_not_started_again(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    child.start()
    child.tell_to_stop()
    child.wait_stopped()

    assert not child.watch()
    assert child.state == "stopped"


def test_what_was_stopped_before_its_turn_never_starts(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    child.tell_to_stop()

    child.start()

    assert child.identity is None
    assert child.state == "stopped"


def test_a_paused_process_can_be_stopped(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    child.start()
    who = Identity.of(pid_of(child))
    assert who is not None
    who.signal(signal.SIGSTOP)

    child.tell_to_stop()
    child.wait_stopped()

    assert not who.alive()
    assert child.note == ""


def test_a_process_that_ignores_the_signal_is_killed_after_its_patience(tmp_path: Path) -> None:
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); {STAYS}"
    child = a_child(tmp_path, deaf, patience=timedelta(seconds=0.3), env={"PYTHONUNBUFFERED": "1"})
    child.start()
    until(lambda: child.log.read_text(encoding="utf-8") == "1\n")

    child.tell_to_stop()
    child.wait_stopped()

    assert child.note == "did not end by itself and was killed"


def test_a_program_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    child = Child(Program("tiny", ("/no/such/program",), tmp_path), tmp_path, {}, 2)

    with pytest.raises(StackFailure, match="starting tiny"):
        child.start()


def test_a_preparation_that_finds_the_disk_full_says_so(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "/data/x")

    with pytest.raises(StackFailure, match=r"the disk is full while starting tiny \(/data/x\)"):
        a_child(tmp_path, before=full).start()


def test_a_long_log_is_moved_aside_and_three_earlier_ones_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "tiny.log"
    for n in range(5):
        log.write_bytes(b"%d" % n + b"x" * LOG_LIMIT)
        rotate(log)

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["tiny.log.1", "tiny.log.2", "tiny.log.3"]
    assert (tmp_path / "tiny.log.1").read_bytes()[:1] == b"4"
