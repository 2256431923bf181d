"""Reading our own pages: which there are, their links, headings and fenced blocks."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("services", "deploy", "clients/python/src")
_FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def pages() -> list[Path]:
    """Every page that a person reads, generated ones too."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def named(page: Path) -> str:
    """A page as a test's id."""
    return str(page.relative_to(ROOT))


def text_of(name: str) -> str:
    """A page's text."""
    return (ROOT / name).read_text("utf-8")


def prose(text: str) -> str:
    """The text without fenced blocks."""
    return _FENCE.sub("", text)


def links(text: str) -> list[str]:
    """Targets of the links outside of fenced blocks."""
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """The fragments that a page's headings make, as code hosts make them."""
    made: set[str] = set()
    for heading in _HEADING.findall(prose(text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        made.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return made


def rows(text: str) -> list[list[str]]:
    """The cells of every table row of a page, heads and rules left out."""
    lines = [line.strip() for line in prose(text).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-: |")]


def python_files(*folders: str) -> Iterator[Path]:
    """Every module under the folders of the repository."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def source() -> str:
    """All our product code in one text."""
    return "\n".join(path.read_text("utf-8") for path in python_files(*SOURCES))
