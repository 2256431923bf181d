"""The catalogues, with the codes inside a refusal called as a person calls them."""

from typing import Final

from services.kit.words import Language, Words
from services.workflow.labels import Labels
from services.workflow.rules.book import Rulebook

_TABLES: Final = {
    "category": "label.category",
    "degree": "label.degree",
    "role": "label.role",
    "authority": "label.role",
    "decider": "label.role",
    "acting": "label.acting",
    "level": "label.level",
    "examinee_level": "label.level",
    "election": "label.election",
    "remedy": "label.remedy",
    "reason": "label.review_reason",
    "recommendation": "form.any.recommendation",
}
_STEPS_OF_A_LADDER: Final = frozenset({"sanction", "required", "last", "expected"})
_PAPERS: Final = frozenset({"step", "kind"})


class LawWords(Words):
    """`say` names sanctions, roles, steps; what has no name stays the code that it is."""

    def __init__(self, *packages: str) -> None:
        super().__init__(*packages)
        self._labels = Labels(self, Rulebook.load())

    def say(self, key: str, lang: Language, **params: object) -> str:
        """The sentence under a key, with its parameters in the reader's language."""
        if key.startswith("refusal."):
            params = {name: self._called(name, value, lang) for name, value in params.items()}
        return super().say(key, lang, **params)

    def _called(self, name: str, value: object, lang: Language) -> object:
        if not isinstance(value, str):
            return value
        if name in _STEPS_OF_A_LADDER:
            return self._labels.sanction(value, lang)
        if name == "violation":
            return self._labels.violation(value, lang)
        if name in _PAPERS:
            return self._labels.kind(value, lang)
        return self._labels.of(_TABLES[name], value, lang) if name in _TABLES else value
