"""What stands in an act is read by people: findings and citations in words of their language."""

from types import SimpleNamespace
from typing import Any, cast

from services.kit.words import Language, Words
from services.workflow import app
from services.workflow.console.render import Say
from services.workflow.desk import Desk
from services.workflow.labels import Labels
from services.workflow.rules.book import Rulebook

WORDS = Words(*app.WORDS)
FINDING: dict[str, Any] = {
    "respondent": 1,
    "proven": True,
    "violations": ["village.decision-favouring"],
    "act_from": "2026-10-07",
    "impact": "unit",
    "cltn": None,
    "relation": "none",
    "note": "as the minutes say",
}


def say(lang: Language) -> Say:
    desk = SimpleNamespace(words=WORDS, labels=Labels(WORDS, Rulebook.load()))
    return Say(cast("Desk", desk), lang, "Asia/Jakarta")


def test_a_finding_is_told_in_words_of_the_catalogue() -> None:
    line = say("id").told({"findings": [FINDING]})[0]
    name = Labels(WORDS, Rulebook.load()).violation("village.decision-favouring", "id")

    assert line.startswith("Terlapor 1; terbukti; ")
    assert name in line
    assert "7 Oktober 2026" in line
    assert "as the minutes say" in line
    assert not {"{", "[", "'", "None", "True", "_"} & set(line.split())
    assert "village.decision" not in line
    assert "2026-10-07" not in line


def test_what_a_person_wrote_stays_as_it_was_written() -> None:
    words = {"reason": "so it is", "finding": {"proven": False}, "notes": []}
    assert say("en").told(words) == ["so it is", "not proven"]


def test_a_citation_is_a_law_and_its_article_and_goes_on_in_its_own_language_only() -> None:
    cited = "UU 30/2014 Pasal 46: yang bersangkutan didengar; PP 94/2021 Pasal 26"
    assert say("id").cited(cited) == cited
    assert say("en").cited(cited) == "UU 30/2014 Pasal 46; PP 94/2021 Pasal 26"
