"""Which fields of a form belong to what is chosen in it, as its schema's `x-choice` tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from services.workflow.forms.choosing import IN_SCHEMA

_TYPED = {"true": "yes", "false": "no"}
"""How the pages send what JSON calls true and false."""


@dataclass(frozen=True)
class Steering:
    """One object of a schema; without a choice in it every field is always asked."""

    by: str = ""
    """The field in which one chooses."""
    _asks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> Self:
        """What the schema tells."""
        told = schema.get(IN_SCHEMA)
        if told is None:
            return cls()
        return cls(told["field"], {_TYPED.get(at, at): asks for at, asks in told["asks"].items()})

    @property
    def choices(self) -> list[str]:
        """All values of the choosing field, in one order everywhere."""
        return sorted(self._asks)

    def asked_at(self, name: str) -> list[str]:
        """The choices that ask the field; all of them for a field that belongs to none."""
        named = [at for at in self.choices if name in {*self._fields(at)}]
        return named or self.choices

    def needed_at(self, name: str) -> list[str]:
        """The choices that need it."""
        return [at for at in self.choices if name in self._asks[at]["needs"]]

    def codes_at(self, name: str) -> dict[str, list[str]]:
        """The choices at which the field is one of a few codes."""
        codes = {at: self._asks[at]["codes"].get(name) for at in self.choices}
        return {at: listed for at, listed in codes.items() if listed}

    def asks(self, name: str, chosen: str) -> bool:
        """Whether what stands in the field counts; before anything was chosen all of it does."""
        return chosen not in self._asks or chosen in self.asked_at(name)

    def _fields(self, at: str) -> list[str]:
        return [*self._asks[at]["needs"], *self._asks[at]["may"]]
