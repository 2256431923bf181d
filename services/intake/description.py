"""The OpenAPI of intake: typed although the hot path is plain, with an example that is accepted."""

from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.intake.complaints import Complaint, Supplement, Withdrawal
from services.intake.webhooks import WebhookAddress
from services.kit.openapi import SUPPOSED, Document, with_problems

_SUMMARY: Final = "Complaints that public servants broke political neutrality: sent in once."

ABOUT: Final[dict[str, Any]] = {
    "title": "netral intake",
    "version": "1",
    "summary": _SUMMARY,
    "description": (
        "A `202` is sent after the complaint is stored, whole and sealed. Send each request with"
        " an `Idempotency-Key` and repeat it unchanged until it is answered: a repetition gets"
        " the first answer, byte for byte. Errors are problem documents (RFC 9457); their `type`"
        " is a page that says what to do."
    ),
}

_BODIES: Final[tuple[type[BaseModel], ...]] = (
    Complaint,
    Supplement,
    Withdrawal,
    WebhookAddress,
)
_TEMPLATE: Final = "#/components/schemas/{model}"
_Places = dict[tuple[str, str], list[dict[str, list[str]]]]
_SECURITY: Final = {
    "agency": {
        "type": "http",
        "scheme": "bearer",
        "description": "the agency's token, `nta_…`",
    },
    "grant": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Grant <token>` of the workflow service, five minutes at most",
    },
}
_BY_GRANT: Final[_Places] = {
    ("/v1/complaints/{complaint_id}/content", "get"): [{"grant": []}],
    ("/v1/complaints/{complaint_id}/audit", "get"): [{"grant": []}],
}
_EITHER: Final[_Places] = {("/v1/complaints", "post"): [{"agency": []}, {"grant": []}]}


def document(app: FastAPI) -> Document:
    """The OpenAPI of the app: the bodies that the plain routes read, and who may call them."""
    described = with_problems(app)
    _, bodies = models_json_schema(
        [(model, "validation") for model in _BODIES], ref_template=_TEMPLATE
    )
    components = described["components"]
    components["schemas"] |= bodies["$defs"]
    components["securitySchemes"] = _SECURITY
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            place = (path, method)
            operation["security"] = (_BY_GRANT | _EITHER).get(place, [{"agency": []}])
            if SUPPOSED[0] in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    return described
