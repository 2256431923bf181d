"""What complaints and cases mean for the items they name, in whichever order it is learned."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.events import (
    CaseClosed,
    CaseData,
    CaseJoined,
    CaseOpened,
    ComplaintData,
    ComplaintReceived,
    ComplaintSupplemented,
    ComplaintView,
    ComplaintWithdrawn,
)
from services.contracts.law import Stage
from services.evidence.sealer import Sealer
from services.evidence.subscribers import subscribe
from services.evidence.workshop import Workshop, workshop
from services.kit import topics
from tests.evidence.world import World, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]


class Reader:
    """Takes the place of Kafka: hands an event to whom it may concern, as often as told."""

    def __init__(self) -> None:
        self.handlers: dict[str, Any] = {}

    def subscribe(self, topic: str, event_type: Any, handler: Any) -> None:
        self.handlers[topic] = handler

    async def complaint(
        self,
        *evidence_ids: UUID,
        complaint_id: UUID | None = None,
        agency: str = "bawaslu-3508",
        jurisdiction: str = "35.08",
        kind: Any = ComplaintReceived,
    ) -> UUID:
        subject = complaint_id or uuid4()
        data = ComplaintData(
            complaint_id=subject,
            agency_id=agency,
            agency_kind="bawaslu",
            kind="report",
            body_sha256="0" * 64,
            evidence_ids=list(evidence_ids),
        )
        await self.handlers[topics.COMPLAINT](an_event(kind, subject, jurisdiction, data))
        return subject

    async def case(self, *complaint_ids: UUID, kind: Any = CaseOpened) -> UUID:
        case_id = uuid4()
        data = CaseData(
            case_id=case_id,
            stage=Stage.UNDER_REVIEW,
            complaints=[ComplaintView(complaint_id=one) for one in complaint_ids],
        )
        await self.handlers[topics.CASE](an_event(kind, case_id, "35.08", data))
        return case_id


def an_event(kind: Any, subject: UUID, jurisdiction: str, data: Any) -> Any:
    return kind(
        id=uuid4(),
        source="/netral/test",
        subject=subject,
        time=datetime.now(UTC),
        sequence=1,
        jurisdiction=jurisdiction,
        data=data,
    )


@pytest.fixture(scope="module")
async def work(idle: World) -> Workshop:
    idle.app.start()
    await idle.app.ready()
    return workshop(idle.parts)


@pytest.fixture
async def reader(work: Workshop) -> Reader:
    found = Reader()
    subscribe(found, work.attaching)  # type: ignore[arg-type]
    return found


async def received(world: World, **fields: Any) -> UUID:
    answer = await world.send(str(uuid4()).encode(), wait=None, **fields)
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["evidence_id"])


async def seal_all(work: Workshop) -> None:
    while job := await work.queue.take():
        await work.sealing.seal(job)


async def told(world: World, evidence_id: UUID) -> list[tuple[str, int, str | None]]:
    return [
        (event["type"].rpartition(".")[2], event["sequence"], event["complaint_id"])
        for event in await world.events(evidence_id)
    ]


async def test_named_after_it_was_sealed(idle: World, work: Workshop, reader: Reader):
    evidence_id = await received(idle)
    await seal_all(work)
    complaint = await reader.complaint(evidence_id)

    assert await told(idle, evidence_id) == [
        ("sealed", 1, None),
        ("attached", 2, str(complaint)),
    ]


async def test_named_before_it_is_sealed(idle: World, work: Workshop, reader: Reader):
    evidence_id = await received(idle)
    complaint = await reader.complaint(evidence_id)
    before = await told(idle, evidence_id)
    await seal_all(work)

    assert before == []
    assert await told(idle, evidence_id) == [
        ("sealed", 1, None),
        ("attached", 2, str(complaint)),
    ]


async def test_read_again_it_says_nothing_again(idle: World, work: Workshop, reader: Reader):
    evidence_id = await received(idle)
    await seal_all(work)
    complaint = await reader.complaint(evidence_id, evidence_id)
    for _ in range(3):
        await reader.complaint(evidence_id, complaint_id=complaint)

    assert len(await told(idle, evidence_id)) == 2


async def test_a_supplement_and_a_second_complaint_name_it_too(
    idle: World, work: Workshop, reader: Reader
):
    evidence_id = await received(idle)
    first = await reader.complaint()
    await reader.complaint(evidence_id, complaint_id=first, kind=ComplaintSupplemented)
    await seal_all(work)
    second = await reader.complaint(evidence_id)

    assert await told(idle, evidence_id) == [
        ("sealed", 1, None),
        ("attached", 2, str(first)),
        ("attached", 3, str(second)),
    ]


async def test_a_withdrawal_names_nothing(idle: World, work: Workshop, reader: Reader):
    evidence_id = await received(idle)
    await seal_all(work)
    await reader.complaint(evidence_id, kind=ComplaintWithdrawn)

    assert await told(idle, evidence_id) == [("sealed", 1, None)]


@pytest.mark.parametrize("other", [{"agency": "bkn"}, {"jurisdiction": "61.05"}])
async def test_anothers_item_is_never_attached_and_does_not_know(
    idle: World, work: Workshop, reader: Reader, other: dict[str, Any]
):
    evidence_id = await received(idle)
    await reader.complaint(evidence_id, **other)
    await seal_all(work)
    await reader.complaint(evidence_id, **other)
    shown = await idle.http.get(f"/v1/evidence/{evidence_id}", headers=idle.as_agency())
    custody = await idle.http.get(f"/v1/evidence/{evidence_id}/custody", headers=idle.as_agency())

    assert await told(idle, evidence_id) == [("sealed", 1, None)]
    assert shown.json()["named"] is False
    assert [entry["act"] for entry in custody.json()["entries"]] == ["received", "sealed"]


async def test_an_unknown_item_stops_nothing(idle: World, work: Workshop, reader: Reader):
    evidence_id = await received(idle)
    await seal_all(work)
    await reader.complaint(uuid4(), evidence_id, uuid4())

    assert len(await told(idle, evidence_id)) == 2


async def test_a_finding_of_an_office_names_what_its_official_sent(
    idle: World, work: Workshop, reader: Reader
):
    grant = idle.as_official("upload", uuid4())
    evidence_id = await received(idle, caller=grant)
    await seal_all(work)
    complaint = await reader.complaint(evidence_id, agency="office:35.08")

    assert (await told(idle, evidence_id))[1] == ("attached", 2, str(complaint))


async def test_naming_and_sealing_at_the_same_time_attach_once(
    idle: World, work: Workshop, reader: Reader
):
    evidence_ids = [await received(idle) for _ in range(8)]
    sealer = Sealer(work.queue, work.sealing, Proven())  # type: ignore[arg-type]
    loops = [asyncio.create_task(sealer.run()) for _ in range(3)]
    complaint = await reader.complaint(*evidence_ids)

    async def all_told() -> bool:
        return all([len(await told(idle, one)) == 2 for one in evidence_ids])

    await until(all_told)
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    for one in evidence_ids:
        assert await told(idle, one) == [("sealed", 1, None), ("attached", 2, str(complaint))]


class Proven:
    """The store's lock is not what is tested here."""

    async def proven(self) -> None:
        return


@pytest.mark.parametrize("kind", [CaseOpened, CaseJoined])
@pytest.mark.parametrize("case_first", [True, False])
async def test_a_case_makes_the_lock_of_its_items_longer(
    idle: World, work: Workshop, reader: Reader, kind: Any, case_first: bool
):
    evidence_id, complaint = await received(idle), uuid4()
    if case_first:
        await reader.case(complaint, kind=kind)
    await reader.complaint(evidence_id, complaint_id=complaint)
    await seal_all(work)
    before = await locked_until(idle, evidence_id)
    if not case_first:
        await reader.case(complaint, kind=kind)
    await work.keeper.keep()
    after, row = await locked_until(idle, evidence_id), await idle.row(evidence_id)
    wished = datetime.now(UTC) + timedelta(days=730)

    assert abs(before - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=5)
    assert abs(after - wished) < timedelta(minutes=5)
    assert abs(row["retain_until"] - after) < timedelta(seconds=2)

    await work.keeper.keep()
    custody = await idle.http.get(f"/v1/evidence/{evidence_id}/custody", headers=idle.as_agency())
    acts = [entry["act"] for entry in custody.json()["entries"]]
    assert acts == ["received", "sealed", "attached", "retention_extended"]


async def test_other_news_of_a_case_extends_nothing(idle: World, work: Workshop, reader: Reader):
    evidence_id, complaint = await received(idle), uuid4()
    await seal_all(work)
    await reader.complaint(evidence_id, complaint_id=complaint)
    await reader.case(complaint, kind=CaseClosed)
    await work.keeper.keep()

    assert await locked_until(idle, evidence_id) < datetime.now(UTC) + timedelta(days=31)


async def test_no_lock_is_ever_set_beyond_the_cap(idle: World, reader: Reader, work: Workshop):
    settings = idle.parts.settings.model_copy(update={"retention_cap_days": 40})
    capped = workshop(type(idle.parts)(**{**vars(idle.parts), "settings": settings}))
    evidence_id, complaint = await received(idle), uuid4()
    await seal_all(work)
    await reader.complaint(evidence_id, complaint_id=complaint)
    await capped.attaching.keep_for_case(uuid4(), [complaint])
    await capped.keeper.keep()

    until_then = await locked_until(idle, evidence_id)
    assert abs(until_then - datetime.now(UTC) - timedelta(days=40)) < timedelta(minutes=5)


async def locked_until(world: World, evidence_id: UUID) -> datetime:
    """As the store itself says."""
    row = await world.row(evidence_id)
    found = await asyncio.to_thread(
        world.parts.objects.client.get_object_retention,
        world.env["NETRAL_S3_VAULT_BUCKET"],
        row["vault_key"],
        row["vault_version"],
    )
    assert found is not None
    return found.retain_until_date
