"""Putting corrections into a complaint. Pure: JSON in, a newly read complaint out."""

import json
from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from services.contracts.complaint import NAMING
from services.intake.complaints import Complaint, Correction
from services.intake.reading import pointers
from services.kit.errors import Malformed, Pointer
from services.kit.json_pointer import steps

_FIXED: Final = ("jurisdiction", "case_number")
"""By these the complaint is found; another one of either is another complaint."""
_LONGEST_LIST: Final = 1000
_DEEPEST: Final = 16
"""Levels of a pointer; a complaint has five."""


def corrected(
    document: dict[str, Any], corrections: Sequence[Correction]
) -> tuple[dict[str, Any], Complaint]:
    """The document with the corrections in it, and as it reads; Malformed where it does not."""
    result: dict[str, Any] = json.loads(json.dumps(document))
    for at, correction in enumerate(corrections):
        tokens = steps(correction.pointer)
        if tokens[0] in _FIXED or not _put(result, tokens, correction.value):
            raise Malformed(
                "malformed", pointers=[Pointer(f"/corrections/{at}/pointer", "no-such-place")]
            )
    try:
        return result, Complaint.model_validate_json(json.dumps(result))
    except ValidationError as error:
        wrong = [at_its_correction(place, corrections) for place in pointers(error)]
        raise Malformed("malformed", pointers=wrong) from None


def is_sealed(correction: Correction) -> bool:
    """Whether it is of a part that names people or files."""
    return steps(correction.pointer)[0] in NAMING


def at_its_correction(wrong: Pointer, corrections: Sequence[Correction]) -> Pointer:
    """Where in the supplement the cause of a wrong place of the complaint is."""
    for at, correction in enumerate(corrections):
        inside = f"{wrong.pointer}/".startswith(f"{correction.pointer}/")
        if inside or correction.pointer.startswith(f"{wrong.pointer}/"):
            return Pointer(f"/corrections/{at}/value", wrong.code)
    return Pointer("/corrections", wrong.code)


def _put(document: dict[str, Any], tokens: list[str], value: object) -> bool:
    """Whether there was such a place (objects on the way are made)."""
    if len(tokens) > _DEEPEST:
        return False
    at: Any = document
    for depth, token in enumerate(tokens):
        last = depth == len(tokens) - 1
        if isinstance(at, list):
            place = _place(at, token)
            if place is None:
                return False
            if place == len(at):
                at.append(None)
            key: Any = place
        elif isinstance(at, dict):
            key = token
        else:
            return False
        if last:
            at[key] = value
        else:
            if (at.get(key) if isinstance(at, dict) else at[key]) is None:
                at[key] = [] if tokens[depth + 1] in {"-", "0"} else {}
            at = at[key]
    return True


def _place(items: list[Any], token: str) -> int | None:
    if token == "-":  # noqa: S105 -- the end of an array, by RFC 6901
        return len(items) if len(items) < _LONGEST_LIST else None
    if not (token.isdecimal() and token.isascii()) or len(token) > len(str(_LONGEST_LIST)):
        return None
    return int(token) if int(token) <= len(items) < _LONGEST_LIST else None
