"""Each word of the stack ends in a line that says what is so."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from deploy.embedded import atomic, showing
from deploy.embedded.commands import NOT_RUNNING, WRONG_WORDS, main
from deploy.embedded.identity import myself


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("status", "not running: make up starts it"),
        ("logs", "no logs yet: make up starts it"),
        ("down", "nothing was running"),
    ],
)
def test_where_nothing_was_started_that_is_said(
    word: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--dir", str(tmp_path), word])

    assert (code, capsys.readouterr().out.strip()) == (0 if word == "down" else NOT_RUNNING, line)


def test_the_log_of_a_process_that_is_not_there_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "intake.log").write_text("", "utf-8")

    assert main(["--dir", str(tmp_path), "logs", "nope"]) == WRONG_WORDS

    assert capsys.readouterr().out.strip() == "no log of nope; there is intake"


def test_what_a_lost_supervisor_left_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    atomic.write_json(tmp_path / "state.json", {"processes": {"kafka": myself().as_record()}})

    assert main(["--dir", str(tmp_path), "status"]) == NOT_RUNNING

    assert "the supervisor is gone and left running: kafka;" in capsys.readouterr().out


def test_a_process_that_is_not_started_again_is_said_to_be_given_up() -> None:
    shown = StringIO()
    record = {"pid": None, "state": "failed", "restarts": 5, "note": "ended by signal 9"}

    showing.health(Console(file=shown, width=120), [("kafka", record, "")])

    assert "ended by signal 9; given up, make up tries again" in shown.getvalue()
