"""What a choice asks beside it: one table for the check, for programs and for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

IN_SCHEMA: Final = "x-choice"


@dataclass(frozen=True)
class Asks:
    """The fields that belong to one choice."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    codes: Mapping[str, type[StrEnum]] = field(default_factory=dict)
    """Fields of text that are one of a few codes at this choice."""


@dataclass(frozen=True)
class Choosing:
    """A field whose value says which of the others are asked; what it names nowhere always is."""

    field: str
    asks: Mapping[StrEnum | bool, Asks]
    """Every value of the field, in the order in which they are offered."""

    def config(self) -> ConfigDict:
        """A model's configuration by which its JSON Schema tells the table."""
        told: dict[str, Any] = {_key(value): _told(asks) for value, asks in self.asks.items()}
        return ConfigDict(json_schema_extra={IN_SCHEMA: {"field": self.field, "asks": told}})

    def insist(self, form: BaseModel) -> None:
        """Raises ValidationError, field by field, where what the choice needs is not there."""
        asks = self.asks[getattr(form, self.field)]
        lacking = [name for name in asks.needs if getattr(form, name) in (None, ())]
        if lacking:
            raise missing(form, *lacking)
        for name, codes in asks.codes.items():
            if getattr(form, name) not in set(codes):
                expected = {"expected": ", ".join(codes)}
                raise ValidationError.from_exception_data(
                    type(form).__name__,
                    [{"type": "enum", "loc": (name,), "input": None, "ctx": expected}],
                )


def missing(form: BaseModel, *names: str) -> ValidationError:
    """That these fields are missing, each under its own name."""
    return ValidationError.from_exception_data(
        type(form).__name__, [{"type": "missing", "loc": (name,), "input": None} for name in names]
    )


def _key(value: StrEnum | bool) -> str:
    return value.value if isinstance(value, StrEnum) else str(value).lower()


def _told(asks: Asks) -> dict[str, object]:
    codes = {name: [code.value for code in codes] for name, codes in asks.codes.items()}
    return {"needs": [*asks.needs], "may": [*asks.may], "codes": codes}
