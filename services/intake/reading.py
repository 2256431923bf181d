"""From raw bytes to a body: whatever cannot be read or stored is named here, and nowhere later.

The bytes are the truth (they are hashed and sealed as they came), so a reading that two parsers
could disagree about is refused. No value is ever repeated in what is raised.
"""

import json
from collections.abc import Iterator
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from services.kit.errors import Malformed, Pointer
from services.kit.json_pointer import pointer

Body = TypeVar("Body", bound=BaseModel)

_MOST_POINTERS: Final = 50
_UNION_BRANCHES: Final = frozenset({"str", "int"})
_CODES: Final = {
    "extra_forbidden": "unknown-field",
    "missing": "missing-field",
    "timezone_aware": "no-offset",
    "string_pattern_mismatch": "not-of-its-form",
    "enum": "not-of-its-form",
    "finite_number": "not-a-number",
}
_UNREADABLE: Final = (
    ("surrogate", "lone-surrogate"),
    ("unexpected end of hex escape", "lone-surrogate"),
    ("control character", "control-character"),
    ("number out of range", "number-out-of-range"),
    ("recursion limit", "too-deep"),
)
"""What pydantic's parser says of JSON that is well formed but cannot be stored."""


def read(raw: bytes, model: type[Body]) -> Body:
    """The body, or Malformed with a pointer to each place that cannot be read or stored."""
    try:
        body = model.model_validate_json(raw)
    except ValidationError as error:
        raise _malformed(error) from None  # the cause would carry the input
    _refuse_two_readings(raw)
    return body


def pointers(error: ValidationError, below: str = "") -> list[Pointer]:
    """Where pydantic found something, without what it found."""
    if error.error_count() > _MOST_POINTERS * 10:
        return [Pointer(below, "too-many-errors")]
    found = error.errors(include_url=False, include_context=False, include_input=False)
    places = {(below + _place(one["loc"]), _CODES.get(one["type"], "invalid")) for one in found}
    return [Pointer(place, code) for place, code in sorted(places)[:_MOST_POINTERS]]


def _place(location: tuple[str | int, ...]) -> str:
    return pointer(step for step in location if step not in _UNION_BRANCHES)


def _malformed(error: ValidationError) -> Malformed:
    first = (
        error.errors(include_url=False, include_context=True, include_input=False)[0]
        if (error.error_count() == 1)
        else None
    )
    if first is None or first["type"] != "json_invalid":
        return Malformed("malformed", pointers=pointers(error))
    said = first["msg"]
    for words, code in _UNREADABLE:
        if words in said:
            return Malformed("malformed", pointers=[Pointer("", code)])
    return Malformed("malformed-json")


def _refuse_two_readings(raw: bytes) -> None:
    """Duplicate keys and NUL are what pydantic lets pass and a second reader would not."""
    try:
        read_again = _SECOND_READER.decode(raw.decode())
    except _Twice as twice:
        raise Malformed("malformed", pointers=[Pointer("", "duplicate-key")]) from twice
    if rb"\u0000" in raw:
        places = [Pointer(place, "nul-character") for place in _with_nul(read_again, "")]
        if places:
            raise Malformed("malformed", pointers=places[:_MOST_POINTERS])


class _Twice(ValueError):
    """An object names one key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Twice
    return members


_SECOND_READER: Final = json.JSONDecoder(object_pairs_hook=_once)


def _with_nul(value: object, place: str) -> Iterator[str]:
    if isinstance(value, str) and "\0" in value:
        yield place
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _with_nul(member, f"{place}{pointer((key,))}")
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from _with_nul(member, f"{place}/{at}")
