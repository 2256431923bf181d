"""From a notice to a delivery."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from standardwebhooks import Webhook

from services.intake.addresses import Guard, Target
from services.intake.delivering import SCHEDULE, Delivering, wait_after
from services.intake.posting import Answer
from services.intake.projecting import Projecting
from services.intake.webhooks import Webhooks
from tests.intake.case_events import a_case_event
from tests.intake.conftest import Counter
from tests.intake.makers import SEALER


class Receiver:
    """An agency's end, by hand: answers as it is told and keeps what came."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.came: list[tuple[dict[str, str], bytes]] = []

    async def post(self, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        self.came.append((headers, body))
        return self.answers.pop(0) if self.answers else Answer(200, "200")


@pytest.fixture
async def receiver(counter: Counter) -> AsyncIterator[Receiver]:
    yield Receiver()
    for agency in counter.tokens:
        await counter.client.delete(
            "/v1/webhook", headers={"authorization": f"Bearer {counter.tokens[agency]}"}
        )


def delivering_to(counter: Counter, receiver: Receiver, divisor: float = 1e9) -> Delivering:
    database = counter.desk.database
    return Delivering(
        database,
        Webhooks(database, SEALER),
        Guard(["127.0.0.0/8"]),
        receiver,
        divisor=divisor,
    )


async def put_webhook(counter: Counter, agency: str, url: str = "http://127.0.0.1:9/x") -> Any:
    return await counter.client.put(
        "/v1/webhook",
        json={"url": url},
        headers={"authorization": f"Bearer {counter.tokens[agency]}"},
    )


async def deliver_all(delivering: Delivering) -> None:
    for _ in range(200):
        if not await delivering.round():
            return
    pytest.fail("the deliveries never end")


async def deliver_until(
    delivering: Delivering,
    receiver: Receiver,
    count: int,
    *,
    forgiven_by: Counter | None = None,
) -> None:
    """Deliver until so many came; on a slow machine failing for days must not disable it."""
    async with asyncio.timeout(20):
        while len(receiver.came) < count:
            if forgiven_by is not None:
                async with forgiven_by.admin.connection() as conn:
                    await conn.execute(
                        "update intake.webhook set failing_since = null, disabled_at = null"
                    )
            await delivering.round()
            await asyncio.sleep(0.01)


async def a_notice(counter: Counter, projecting: Projecting, agency: str) -> UUID:
    complaint_id = await counter.a_complaint(agency=agency)
    await projecting.take_case(a_case_event("opened", complaint_id, case_id=uuid4()))
    return complaint_id


async def test_deliveries_are_signed_and_are_the_feed_in_order_and_bytes(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    before = (await counter.get("/v1/notices", agency="bkn", limit=500)).json()["next"]
    secret = (await put_webhook(counter, "bkn")).json()["secret"]
    for _ in range(3):
        await a_notice(counter, projecting, "bkn")
    await deliver_all(delivering_to(counter, receiver))
    feed = (await counter.get("/v1/notices", agency="bkn", after=before)).text
    again = (await counter.get("/v1/webhook", agency="bkn")).json()

    assert len(receiver.came) == 3
    assert feed.startswith('{"items":[' + ",".join(body.decode() for _, body in receiver.came))
    for headers, body in receiver.came:
        Webhook(secret).verify(body, headers)
        assert headers["webhook-id"] == json.loads(body)["id"]
    assert "secret" not in again
    assert again["waiting"] == 0


async def test_a_failed_delivery_is_tried_again_before_the_younger_ones(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    await put_webhook(counter, "bkn")
    receiver.answers = [Answer(500, "500"), Answer(None, "timeout"), Answer(302, "302")]
    for _ in range(2):
        await a_notice(counter, projecting, "bkn")
    await deliver_until(delivering_to(counter, receiver, divisor=1e4), receiver, 5)
    ids = [headers["webhook-id"] for headers, _ in receiver.came]

    assert ids == [ids[0]] * 4 + [ids[4]]
    assert ids[0] != ids[4]


async def test_after_the_schedule_a_delivery_is_exhausted_and_the_next_one_goes_on(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    await put_webhook(counter, "bkn")
    receiver.answers = [Answer(500, "500")] * len(SCHEDULE)
    for _ in range(2):
        await a_notice(counter, projecting, "bkn")
    # The whole schedule takes a third of a second, and the five days half a second.
    delivering = delivering_to(counter, receiver, divisor=864_000)
    database_now = (await counter.rows("select clock_timestamp() as t"))[0]["t"]
    await deliver_until(delivering, receiver, len(SCHEDULE) + 1, forgiven_by=counter)
    states = await counter.rows(
        "select state, tries from intake.delivery where agency_id = 'bkn'"
        " and settled_at > $1 order by position",
        database_now,
    )

    assert states == [{"state": "exhausted", "tries": 10}, {"state": "delivered", "tries": 1}]


async def test_a_webhook_that_is_gone_is_disabled_at_once_and_put_again_catches_up(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    await put_webhook(counter, "bkn")
    receiver.answers = [Answer(410, "410")]
    await a_notice(counter, projecting, "bkn")
    delivering = delivering_to(counter, receiver)
    await deliver_all(delivering)
    gone = (await counter.get("/v1/webhook", agency="bkn")).json()
    await put_webhook(counter, "bkn")
    await deliver_all(delivering)

    assert (gone["disabled_for"], gone["waiting"]) == ("gone", 1)
    assert len(receiver.came) == 2
    assert receiver.came[0][1] == receiver.came[1][1]


async def test_what_came_about_while_the_address_was_disabled_is_delivered_when_it_is_put_again(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    before = (await counter.get("/v1/notices", agency="bkn", limit=500)).json()["next"]
    await put_webhook(counter, "bkn")
    receiver.answers = [Answer(410, "410")]
    await a_notice(counter, projecting, "bkn")
    delivering = delivering_to(counter, receiver)
    await deliver_all(delivering)
    for _ in range(2):
        await a_notice(counter, projecting, "bkn")
    await deliver_all(delivering)
    tried, disabled = len(receiver.came), (await counter.get("/v1/webhook", agency="bkn")).json()
    await put_webhook(counter, "bkn")
    await deliver_all(delivering)
    feed = (await counter.get("/v1/notices", agency="bkn", after=before)).json()["items"]

    assert (tried, disabled["waiting"]) == (1, 3)
    assert [json.loads(body) for _, body in receiver.came[1:]] == feed


async def test_a_webhook_that_fails_for_five_days_is_disabled(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    await put_webhook(counter, "bkn")
    async with counter.admin.connection() as conn:
        await conn.execute(
            "update intake.webhook set failing_since = clock_timestamp() - interval '5 days'"
        )
    receiver.answers = [Answer(500, "500")]
    await a_notice(counter, projecting, "bkn")
    await deliver_all(delivering_to(counter, receiver, divisor=1.0))

    assert (await counter.get("/v1/webhook", agency="bkn")).json()["disabled_for"] == "failing"


async def test_a_second_put_rotates_the_secret_and_both_sign(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    former = (await put_webhook(counter, "bkn")).json()["secret"]
    current = (await put_webhook(counter, "bkn")).json()["secret"]
    await a_notice(counter, projecting, "bkn")
    await deliver_all(delivering_to(counter, receiver))
    [(headers, body)] = receiver.came

    assert former != current
    Webhook(former).verify(body, headers)
    Webhook(current).verify(body, headers)


async def test_without_a_webhook_nothing_waits_and_a_deleted_one_drops_what_waited(
    counter: Counter, projecting: Projecting, receiver: Receiver
) -> None:
    headers = {"authorization": f"Bearer {counter.tokens['bkn']}"}
    none = await counter.get("/v1/webhook", agency="bkn")
    await put_webhook(counter, "bkn")
    await a_notice(counter, projecting, "bkn")
    deleted = await counter.client.delete("/v1/webhook", headers=headers)
    await deliver_all(delivering_to(counter, receiver))

    assert (none.status_code, deleted.status_code) == (404, 204)
    assert receiver.came == []


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/x", "http://[::1]/x", "https://169.254.169.254/latest", "nonsense"]
)
async def test_an_address_inside_is_refused_at_the_door(counter: Counter, url: str) -> None:
    answer = await put_webhook(counter, "bkn", url)

    assert (answer.status_code, answer.json()["code"]) == (422, "webhook-refused")
    assert answer.json()["errors"][0]["pointer"] == "/url"


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    assert sum(SCHEDULE, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert wait_after(1, None, 1) == timedelta(seconds=5)
    assert wait_after(1, timedelta(minutes=2), 1000) == timedelta(minutes=2)
    assert wait_after(1, timedelta(days=900), 1) == timedelta(days=1)
    assert wait_after(len(SCHEDULE), None, 1) is None
