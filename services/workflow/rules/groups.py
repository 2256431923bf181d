"""Sets in the book: groups of categories by one word, and one order when written out."""

from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer

from services.contracts.law import Category

GROUPS: Final = {
    "asn": tuple(c for c in Category if c.is_asn),
    "village": tuple(c for c in Category if c.is_village),
    "village_staff": tuple(c for c in Category if c.is_village_staff),
}


def _spelled_out(value: object) -> object:
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    return {category for name in value for category in GROUPS.get(str(name), (name,))}


# A set's order differs between processes: written out unsorted, a version or a recorded
# history would differ too.
SORTED: Final = PlainSerializer(sorted, return_type=list)

Categories = Annotated[frozenset[Category], BeforeValidator(_spelled_out), SORTED]
"""A set of categories; a group's name stands for its members."""
