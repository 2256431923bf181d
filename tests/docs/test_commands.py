"""Whatever a page tells a person to type is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from services.cli.main import app
from tests.docs.pages import ROOT, named, pages, text_of

_CODE = re.compile(r"`([^`\n]+)`")
_FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"(?:^|[\s=0-9])make ([a-z][a-z-]*)")
_NETRAL = re.compile(r"(?:^|\s|migrate )netral ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
_CALL = re.compile(r"(?:^|migrate )netral ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?(.*)$")
_OPTION = re.compile(r" (--[a-z][a-z-]*)")
_TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.MULTILINE)


def typed(page: Path) -> Iterator[str]:
    """What stands in code on a page, a line at a time, without comments."""
    text = page.read_text("utf-8")
    for block in _FENCED.findall(text):
        yield from (line.partition("#")[0] for line in block.splitlines())
    yield from _CODE.findall(_FENCED.sub("", text))


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(_TARGET.findall(text_of("Makefile")))

    unknown = {target for line in typed(page) for target in _MAKE.findall(line)} - targets

    assert unknown == set()


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_word_of_the_command_line_exists(page: Path) -> None:
    known = _words()

    said = {pair for line in typed(page) for pair in _NETRAL.findall(line)}

    assert [pair for pair in said if not _known(pair, known)] == []


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_option_of_the_command_line_exists(page: Path) -> None:
    unknown = [
        (word, under, option)
        for line in typed(page)
        for word, under, options in _CALL.findall(line)
        for option in _OPTION.findall(options)
        if option not in _options(word, under)
    ]

    assert unknown == []


def test_every_target_that_help_shows_is_phony_or_a_file() -> None:
    makefile = text_of("Makefile").replace("\\\n", " ")
    phony = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)

    assert phony is not None
    assert set(_TARGET.findall(makefile)) <= set(phony.group(1).split())
    assert (ROOT / ".ci" / "run").is_file()


def _words() -> dict[str, set[str]]:
    """Each word of `netral`, with the words under it."""
    return {word: set(_under(command)) for word, command in _under(get_command(app)).items()}


def _options(word: str, under: str) -> set[str]:
    """The options of a command, by its words; `--help` is everybody's."""
    command = _under(get_command(app)).get(word)
    command = _under(command).get(under, command)
    return {option for each in getattr(command, "params", []) for option in each.opts} | {"--help"}


def _under(command: Any) -> dict[str, Any]:
    if not hasattr(command, "list_commands"):
        return {}
    return {word: command.get_command(None, word) for word in command.list_commands(None)}


def _known(pair: tuple[str, str], known: dict[str, set[str]]) -> bool:
    word, under = pair
    return word in known and (not under or not known[word] or under in known[word])
