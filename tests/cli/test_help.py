import pytest
from typer.testing import CliRunner

from services.cli import words
from services.cli.main import app

_GROUP = words.Words(name="netral")
WORDS = sorted(
    (name, *([inner] if inner else []))
    for name in words.WORDS
    for inner in (getattr(_GROUP.get_command(None, name), "commands", None) or [""])
)
PROMISED = {
    "migrate", "agency add", "agency rotate", "agency revoke", "person add", "person role",
    "person disable", "posts import", "jurisdiction add", "rules load", "elections import",
    "calendar import", "secrets new", "set-aside list", "set-aside show", "set-aside replay",
    "reconcile", "sandbox advance",
}  # fmt: skip


def test_every_promised_word_is_there() -> None:
    assert {" ".join(words) for words in WORDS} >= PROMISED


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_word_has_help(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(app, [*words, "--help"])

    assert said.exit_code == 0
    assert "Usage:" in said.output
    lines = [line.strip() for line in said.output.splitlines() if line.strip()]
    assert lines[1][0].isupper(), "a sentence that says what it does"
