import os
import subprocess
import sys

from deploy.embedded.identity import Identity, myself


def test_a_process_is_found_by_its_number_and_birth() -> None:
    assert Identity.of(os.getpid()) == myself()
    assert myself().alive()


def test_a_number_that_another_process_has_by_now_is_not_signalled() -> None:
    stale = Identity(os.getpid(), myself().born - 3600)

    assert not stale.alive()
    assert not stale.signal(9)


def test_an_ended_process_is_not_alive_even_before_it_is_reaped() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        who = Identity.of(process.pid)
        assert who is not None
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert not who.alive()


def test_a_record_that_is_no_record_names_nobody() -> None:
    others: list[object] = [None, {}, {"pid": None, "born": None}, {"pid": "1", "born": 1.0}, []]
    for record in others:
        assert Identity.read(record) is None
    assert Identity.read(myself().as_record()) == myself()
