"""What a person says must be of a kind that can be kept: checked before anything is asked of it."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any, Final

from services.kit.errors import Malformed, Pointer

DEEPEST: Final = 16
"""Levels of lists and objects; the deepest form has four."""
_EARLIEST: Final = date(1945, 8, 17)
_LATEST: Final = date(2199, 12, 31)
"""No paper is from outside these; arithmetic with working days needs room on both sides."""


def insist(answer: Mapping[str, Any], happened_on: date) -> None:
    """Nothing, or Malformed: the values are not repeated, only their place is named."""
    if not _EARLIEST <= happened_on <= _LATEST:
        raise Malformed("malformed", pointers=[Pointer("/happened_on", "invalid")])
    for name, value in answer.items():
        if not (can_be_kept(name) and can_be_kept(value)):
            place = f"/answer/{name}" if can_be_kept(name) else "/answer"
            raise Malformed("malformed", pointers=[Pointer(place, "invalid")])


def can_be_kept(value: object, deepest: int = DEEPEST) -> bool:
    """Whether Postgres and Temporal can hold it: no NUL, lone surrogate or NaN, not too deep."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    if isinstance(value, Mapping):
        return deepest > 0 and all(
            can_be_kept(key, 0) and can_be_kept(part, deepest - 1) for key, part in value.items()
        )
    if isinstance(value, list | tuple):
        return deepest > 0 and all(can_be_kept(part, deepest - 1) for part in value)
    return True
