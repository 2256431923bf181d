"""Describing a body that a route reads raw: the contract is typed although the path is plain."""

from typing import Any

from pydantic import BaseModel

KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "1 to 255 printable characters; the same for each repetition of one request",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": "^[!-~]([ -~]*[!-~])?$",
    },
    "example": "8f0c2f8e-2f1b-4a83-9a35-1d6f5c1f0a77",
}


def reading_body(model: type[BaseModel], *, keyed: bool = True) -> dict[str, Any]:
    """`openapi_extra` of a route that reads the body of this model itself."""
    return {
        **({"parameters": [KEY]} if keyed else {}),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
            },
        },
    }
