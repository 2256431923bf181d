"""Ids in an address: one that is no id at all is as if not there."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from services.kit.errors import NotFound

ComplaintId = Annotated[
    str,
    Path(
        description="`complaint_id` of the receipt",
        json_schema_extra={"format": "uuid"},
        examples=["018f3c1e-8a4b-8c2d-9e1f-000000000001"],
    ),
]


def as_uuid(given: str) -> UUID:
    """The id, or NotFound."""
    try:
        return UUID(given)
    except ValueError:
        raise NotFound("not-found") from None
