"""Every sentence that a person reads, in Bahasa Indonesia and English, from catalogues.

A package brings its sentences in `words/en.toml` and `words/id.toml`; keys are dotted paths
(`problem.already-received.title`). A test holds the two languages to the same keys.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

Language = Literal["id", "en"]
LANGUAGES: Final = ("id", "en")


def language(accept_language: str | None) -> Language:
    """The language to answer in: the first of id or en that is asked for, else Indonesian."""
    asked: list[tuple[float, Language]] = []
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        primary = tag.split("-", 1)[0].strip().lower()
        if quality > 0 and primary in {"id", "in"}:
            asked.append((-quality, "id"))
        elif quality > 0 and primary == "en":
            asked.append((-quality, "en"))
    return min(asked, key=lambda entry: entry[0])[1] if asked else "id"


class Words:
    """The catalogues of the given packages, later packages adding to earlier ones."""

    def __init__(self, *packages: str) -> None:
        self._said: dict[Language, dict[str, str]] = {"id": {}, "en": {}}
        for package in packages:
            for tongue, sentences in _catalogue(package).items():
                self._said[tongue] |= sentences

    @classmethod
    def of_the_product(cls) -> "Words":
        """The catalogues of every service: what one of them says, each can explain."""
        found = [part.name for part in files("services").iterdir() if (part / "words").is_dir()]
        return cls(*(f"services.{name}" for name in sorted(found)))

    def say(self, key: str, lang: Language, **params: object) -> str:
        """The sentence under a key; a missing key is our bug and raises KeyError."""
        return self._said[lang][key].format_map(_Lenient(params))

    def has(self, key: str) -> bool:
        """Whether there is such a sentence (in both languages: parity is tested)."""
        return key in self._said["en"]

    def under(self, prefix: str, lang: Language) -> dict[str, str]:
        """All sentences whose key starts with `prefix.`, by the rest of their key."""
        start = f"{prefix}."
        said = self._said[lang].items()
        return {key.removeprefix(start): text for key, text in said if key.startswith(start)}


class _Lenient(dict[str, object]):
    """A sentence never fails over a missing parameter: an error page must come out."""

    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__(params)

    def __missing__(self, key: str) -> str:
        return "…"


@lru_cache
def _catalogue(package: str) -> dict[Language, dict[str, str]]:
    folder = files(package) / "words"
    return {
        "id": dict(_flat(tomllib.loads((folder / "id.toml").read_text("utf-8")))),
        "en": dict(_flat(tomllib.loads((folder / "en.toml").read_text("utf-8")))),
    }


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", str(value)))
    return rows
