"""Nothing acknowledged is forgotten: what no case event answers is sent again, and counted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.intake.projecting import Projecting
from services.intake.reconciling import Reconciling, count
from services.kit import metrics
from tests.intake.case_events import a_case_event
from tests.intake.conftest import Counter
from tests.intake.makers import MINT


@pytest.fixture
def projecting(counter: Counter) -> Projecting:
    return Projecting(counter.desk.database, MINT, "https://intake.example")


def reconciling(counter: Counter, projecting: Projecting) -> Reconciling:
    return Reconciling(
        counter.desk.database,
        projecting,
        send_again_after=timedelta(minutes=5),
        alert_after=timedelta(minutes=15),
    )


async def age(counter: Counter, complaint_id: UUID, by: timedelta) -> None:
    """As if the relay had sent it, and so much time had passed since."""
    async with counter.admin.connection() as conn:
        await conn.execute("update intake.outbox set sent_at = now() where key = $1", complaint_id)
        await conn.execute(
            "update intake.standing set recorded_at = recorded_at - $2::interval,"
            " sent_again_at = sent_again_at - $2::interval where complaint_id = $1",
            complaint_id,
            by,
        )


async def unsent(counter: Counter, complaint_id: UUID) -> list[int]:
    rows = await counter.rows(
        "select sequence from intake.outbox where key = $1 and sent_at is null order by id",
        complaint_id,
    )
    return [row["sequence"] for row in rows]


async def test_an_unanswered_complaint_is_sent_again_with_all_its_events(
    counter: Counter, projecting: Projecting
) -> None:
    complaint_id = await counter.a_complaint()
    await counter.post({"text": "x"}, to=f"/v1/complaints/{complaint_id}/supplements")
    await age(counter, complaint_id, timedelta(minutes=6))
    await reconciling(counter, projecting).round()

    assert await unsent(counter, complaint_id) == [1, 2]


async def test_it_is_not_sent_again_at_once_nor_forgotten(
    counter: Counter, projecting: Projecting
) -> None:
    complaint_id, again = await counter.a_complaint(), reconciling(counter, projecting)
    sent = []
    for waited in (4, 2, 4, 7, 5, 6):
        await age(counter, complaint_id, timedelta(minutes=waited))
        await again.round()
        sent.append(len(await unsent(counter, complaint_id)))

    assert sent == [0, 1, 0, 1, 0, 0]


async def test_an_answered_one_is_left_alone(counter: Counter, projecting: Projecting) -> None:
    complaint_id = await counter.a_complaint()
    await projecting.take_case(a_case_event("stage_changed", complaint_id, stage="received"))
    await age(counter, complaint_id, timedelta(days=40))
    await reconciling(counter, projecting).round()

    assert await unsent(counter, complaint_id) == []


async def test_what_stays_unanswered_is_an_alert(counter: Counter, projecting: Projecting) -> None:
    complaint_id = await counter.a_complaint()
    await age(counter, complaint_id, timedelta(minutes=20))
    await reconciling(counter, projecting)._alert()
    [row] = await counter.rows(
        "select alerted_at from intake.standing where complaint_id = $1", complaint_id
    )

    assert row["alerted_at"] is not None
    assert metrics.UNANSWERED._value.get() >= 1


async def test_the_books_add_up(counter: Counter, projecting: Projecting) -> None:
    before = await count(counter.desk.database)
    complaints = [await counter.a_complaint() for _ in range(4)]
    for kind, complaint_id in zip(("opened", "joined", "settled"), complaints, strict=False):
        case_id = None if kind == "settled" else uuid4()
        await projecting.take_case(a_case_event(kind, complaint_id, case_id=case_id))
    after = await count(counter.desk.database)

    assert after.acknowledged == after.opened + after.joined + after.settled + after.waiting
    assert (
        after.acknowledged - before.acknowledged,
        after.opened - before.opened,
        after.joined - before.joined,
        after.settled - before.settled,
        after.waiting - before.waiting,
    ) == (4, 1, 1, 1, 1)
    assert after.oldest is not None
