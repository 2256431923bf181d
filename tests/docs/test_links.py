"""Whoever follows a link of ours arrives."""

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, named, pages

_ELSEWHERE = ("http://", "https://", "mailto:")


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = [link for link in links(page.read_text("utf-8")) if not link.startswith(_ELSEWHERE)]

    missing = [link for link in targets if not _arrives(page, link)]

    assert missing == []


def test_every_page_is_linked_from_the_index_or_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md", ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in links(page.read_text("utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            waiting += [target] if target.suffix == ".md" and target.is_file() else []
            waiting += sorted(target.glob("*.md")) if target.is_dir() else []

    assert [named(page) for page in pages() if page not in reached] == []


def _arrives(page: Path, link: str) -> bool:
    path, _, fragment = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not fragment or fragment in anchors(target.read_text("utf-8"))
