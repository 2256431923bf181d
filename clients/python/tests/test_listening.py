import json
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import httpx
import pytest
from netral_client import AlteredError, verify_webhook
from standardwebhooks import Webhook

from clients.python.tests.far_side import FarSide

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def a_notice(number: int) -> dict[str, Any]:
    return {
        "id": f"n{number}",
        "type": "complaint.stage_changed",
        "timestamp": "2024-09-02T03:00:00Z",
        "data": {"complaint_id": "c1"},
    }


def a_page(*numbers: int, following: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"items": list(map(a_notice, numbers)), "next": following})


def test_the_feed_is_read_to_its_end_page_by_page() -> None:
    far = FarSide(a_page(1, 2, following="n2"), a_page(3))

    assert [notice.id for notice in far.client().notices()] == ["n1", "n2", "n3"]
    assert dict(far.asked[1].url.params) == {"after": "n2"}


def test_listening_goes_on_after_the_last_notice_it_gave() -> None:
    far = FarSide(a_page(1), a_page(), a_page(2))

    assert [notice.id for notice in islice(far.client().listen(), 2)] == ["n1", "n2"]
    assert dict(far.asked[2].url.params) == {"after": "n1"}


def test_the_list_of_complaints_follows_its_cursor() -> None:
    pages = [
        httpx.Response(
            200, json={"items": [{"complaint_id": "c2", "stage": "closed"}], "next": "x"}
        ),
        httpx.Response(
            200, json={"items": [{"complaint_id": "c1", "stage": "received"}], "next": None}
        ),
    ]
    far = FarSide(*pages)

    assert [status.complaint_id for status in far.client().complaints(stage="any")] == ["c2", "c1"]
    assert dict(far.asked[1].url.params) == {"stage": "any", "cursor": "x"}


def test_a_genuine_delivery_is_the_notice_of_the_feed() -> None:
    body = json.dumps(a_notice(1))
    now = datetime.now(tz=UTC)
    headers = {
        "Webhook-Id": "n1",
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": Webhook(SECRET).sign("n1", now, body),
    }

    assert verify_webhook(headers, body.encode(), SECRET).raw == a_notice(1)


@pytest.mark.parametrize("signature", ["v1,AAAA", "nonsense", ""])
def test_a_delivery_with_another_signature_is_no_notice(signature: str) -> None:
    headers = {
        "webhook-id": "n1",
        "webhook-timestamp": str(int(datetime.now(tz=UTC).timestamp())),
        "webhook-signature": signature,
    }

    with pytest.raises(AlteredError):
        verify_webhook(headers, json.dumps(a_notice(1)), SECRET)
