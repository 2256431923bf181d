import json
from datetime import UTC, datetime

import httpx
from standardwebhooks import Webhook

from deploy.demo.receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps({"id": "n1", "type": "t", "timestamp": "2024-09-02T03:00:00Z", "data": {}})


def signed(body: str) -> dict[str, str]:
    now = datetime.now(tz=UTC)
    return {
        "webhook-id": "n1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("n1", now, body),
    }


def test_a_genuine_delivery_is_kept_for_its_agency() -> None:
    with Receiver() as receiver:
        receiver.expect("bkn", SECRET)

        answer = httpx.post(
            receiver.url("bkn"), content=BODY, headers=signed(BODY), trust_env=False
        )

        assert answer.status_code == 204
        assert list(receiver.came("bkn")) == ["n1"]
        assert receiver.not_genuine == []


def test_a_forged_delivery_is_refused_and_remembered_as_a_fault() -> None:
    with Receiver() as receiver:
        receiver.expect("bkn", SECRET)

        answer = httpx.post(
            receiver.url("bkn"), content=BODY, headers=signed("{}"), trust_env=False
        )

        assert answer.status_code == 400
        assert not receiver.came("bkn")
        assert len(receiver.not_genuine) == 1


def test_an_unknown_agency_has_no_path() -> None:
    with Receiver() as receiver:
        answer = httpx.post(receiver.url("x"), content=BODY, trust_env=False)

        assert answer.status_code == 404
