"""Makers with defaults: a test shows only what matters to it."""

import copy
import json
from datetime import UTC, date, datetime
from typing import Any

from services.contracts.law import AgencyKind
from services.intake.complaints import Complaint
from services.intake.example import COMPLAINT
from services.intake.reading import read
from services.intake.receipts import Composer, Reception, Sender
from services.kit.ids import IdMint
from services.kit.sealing import Sealer

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SECRET = bytes(range(32))
MINT = IdMint(SECRET)
SEALER = Sealer({"k1": SECRET})
COMPOSER = Composer(MINT, SEALER, "https://intake.example")


def a_body(**changes: Any) -> dict[str, Any]:
    """The complete example, changed; a change of ... takes the field out."""
    body = copy.deepcopy(COMPLAINT) | changes
    return {name: value for name, value in body.items() if value is not ...}


def a_small_body(**changes: Any) -> dict[str, Any]:
    return {"jurisdiction": "35.08", "narrative": "Ada kejadian."} | changes


def raw(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def a_complaint(**changes: Any) -> Complaint:
    return read(raw(a_body(**changes)), Complaint)


def a_sender(agency_id: str = "bawaslu-3508", kind: str = "bawaslu") -> Sender:
    return Sender(agency_id, AgencyKind(kind))


def a_reception(
    key: str = "key-1", *, agency_id: str = "bawaslu-3508", **changes: Any
) -> Reception:
    sent = raw(a_small_body(**changes))
    complaint = read(sent, Complaint)
    return COMPOSER.compose(sent, complaint, a_sender(agency_id), key, NOW, TODAY)
