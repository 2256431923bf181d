"""What a person wrote in an act, in words: findings by the catalogue, never as a program's data."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

_TABLES: Final = {"impact": "label.impact", "relation": "label.relation"}
_SANCTIONS: Final = frozenset({"sanction", "steps", "agreement_covers", "last_same_nature"})
_NOTHING: Final[tuple[object, ...]] = (None, "", [], {}, "none")


class Saying(Protocol):
    """What names codes and dates in the reader's language."""

    def t(self, key: str, **params: object) -> str:
        """A sentence of the pages."""

    def of(self, table: str, code: object) -> str:
        """The name of a code."""

    def sanction(self, code: str | None) -> str:
        """The name of a sanction."""

    def violation(self, slug: str) -> str:
        """The name of a violation."""

    def field(self, name: str) -> str:
        """The label of a form's field."""

    def written(self, day: object) -> str:
        """A date that stands as text."""


def told(words: Mapping[str, Any], say: Saying) -> list[str]:
    """One line for each thing that was written, in the order of the form."""
    return [line for name, value in words.items() for line in _lines(name, value, say)]


def _lines(name: str, value: Any, say: Saying) -> Iterator[str]:  # noqa: ANN401 -- JSON
    if isinstance(value, dict) and "proven" in value:
        yield "; ".join(_finding(value, say))
    elif isinstance(value, dict):
        members = (line for key, one in value.items() for line in _said(key, one, say))
        yield f"{say.field(name)}: {'; '.join(members)}"
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            yield from _lines(name, one, say)
    elif value not in _NOTHING:
        yield value if isinstance(value, str) else _one(name, value, say)


def _finding(found: Mapping[str, Any], say: Saying) -> Iterator[str]:
    who = found.get("respondent")
    if who is not None:
        yield say.t("respondent_n", n=who)
    yield say.t("found_proven" if found["proven"] else "found_not_proven")
    for key, value in found.items():
        if key not in {"respondent", "proven"}:
            yield from _said(key, value, say)


def _said(name: str, value: Any, say: Saying) -> Iterator[str]:  # noqa: ANN401 -- JSON
    if value not in _NOTHING:
        yield f"{say.field(name)}: {_one(name, value, say)}"


def _one(name: str, value: Any, say: Saying) -> str:  # noqa: ANN401 -- JSON
    if isinstance(value, bool):
        return say.t("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(_one(name, one, say) for one in value)
    if isinstance(value, dict):
        return "; ".join(line for key, one in value.items() for line in _said(key, one, say))
    if name == "violations":
        return say.violation(str(value))
    if name in _SANCTIONS:
        return say.sanction(str(value))
    return say.of(_TABLES[name], value) if name in _TABLES else say.written(value)
