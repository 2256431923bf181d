"""The regulations that the book cites, its settings, and the sources of its refusals."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Self

from pydantic import model_validator

from services.workflow.rules.dated import Row

_WORDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "medium_regime": frozenset({"interim_pp53", "pp94_allowance"}),
        "d_list_for_prospective": frozenset({"stage_decides", "both"}),
    }
)
_LEAST: Final[Mapping[str, int]] = MappingProxyType(
    {
        "summons_gap": 1,
        "team_least": 3,
        "council_least": 5,
        "village_reprimands": 1,
        "village_reprimand_by_camat": 0,
    }
)


class Regulation(Row):
    """One regulation; `basis` is its full title and number."""

    code: str


class Setting(Row):
    """One number or word where the sources disagree or leave it open; a regency may overlay it."""

    key: str
    value: int | str

    @model_validator(mode="after")
    def _known(self) -> Self:
        """A key that nothing reads, or a value that nothing understands, is a mistake."""
        if self.key in _WORDS:
            if self.value not in _WORDS[self.key]:
                raise ValueError(f"{self.key} is one of {', '.join(sorted(_WORDS[self.key]))}")
        elif self.key not in _LEAST:
            raise ValueError(f"no setting is called {self.key!r}")
        elif not isinstance(self.value, int) or self.value < _LEAST[self.key]:
            raise ValueError(f"{self.key} is a number from {_LEAST[self.key]} on")
        return self


class Principle(Row):
    """The source of a refusal that is no row of another table."""

    key: str
