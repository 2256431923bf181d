"""Corrections as a person reads them: what was said first, and what stands there now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.contracts.complaint import NAMING, ComplaintContent
from services.kit.json_pointer import steps


@dataclass(frozen=True, slots=True)
class Corrected:
    """One place of a complaint that a supplement corrected."""

    supplement: int
    pointer: str
    now: str | None
    """What was put there; None if it was taken out, or is sealed."""
    first: str | None
    """What was submitted there; None if nothing was, or it is sealed."""
    sealed: bool


def corrections(content: ComplaintContent) -> list[Corrected]:
    """Every correction in its order, in words and not as data."""
    submitted = content.first.model_dump(mode="json") if content.first else {}
    found = []
    for one in content.corrections:
        tokens = steps(one.pointer)
        sealed = tokens[0] in NAMING
        first = None if sealed else _said(_at(submitted, tokens))
        found.append(Corrected(one.supplement, one.pointer, _said(one.value), first, sealed))
    return found


def _at(document: Any, tokens: list[str]) -> Any:  # noqa: ANN401 -- JSON
    for token in tokens:
        if isinstance(document, dict):
            document = document.get(token)
        elif isinstance(document, list) and token.isdecimal() and int(token[:6]) < len(document):
            document = document[int(token[:6])]
        else:
            return None
    return document


def _said(value: Any) -> str | None:  # noqa: ANN401 -- JSON
    parts = list(_parts(value))
    return "; ".join(parts) if parts else None


def _parts(value: Any, name: str = "") -> Iterator[str]:  # noqa: ANN401 -- JSON
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _parts(member, f"{name} {key}".strip())
    elif isinstance(value, list):
        for member in value:
            yield from _parts(member, name)
    elif value is not None and value != "":
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield f"{name}: {text}" if name else text
