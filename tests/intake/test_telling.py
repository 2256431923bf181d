"""From a case event to a status and a notice."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.contracts.events import EvidenceRefused
from services.intake.projecting import Projecting
from tests.intake.case_events import a_case_event, status, told
from tests.intake.conftest import Counter
from tests.intake.makers import MINT


async def test_a_case_event_moves_the_status_and_is_told(
    counter: Counter, projecting: Projecting
) -> None:
    complaint_id = await counter.a_complaint()
    await projecting.take_case(
        a_case_event(
            "opened",
            complaint_id,
            case_id=uuid4(),
            next_step="review",
            acting_role="inspector",
            expected_on="2026-12-01",
        )
    )
    now = await status(counter, complaint_id, "bawaslu-3508")
    [notice] = await told(counter, "bawaslu-3508", complaint_id)

    assert (now["stage"], now["next_step"], now["acting_role"], now["expected_on"]) == (
        "under_review",
        "review",
        "inspector",
        "2026-12-01",
    )
    assert notice["type"] == "complaint.stage_changed"
    assert {name: now[name] for name in ("stage", "next_step", "expected_on")} == {
        name: notice[name] for name in ("stage", "next_step", "expected_on")
    }
    assert "case_id" not in json.dumps(notice)


async def test_a_passed_sequence_and_a_repetition_change_nothing(
    counter: Counter, projecting: Projecting
) -> None:
    complaint_id, case_id = await counter.a_complaint(), uuid4()
    late = a_case_event("opened", complaint_id, case_id=case_id)
    newer = a_case_event(
        "stage_changed", complaint_id, case_id=case_id, sequence=2, stage="deciding"
    )
    for event in (late, newer, newer, late):
        await projecting.take_case(event)

    assert (await status(counter, complaint_id, "bawaslu-3508"))["stage"] == "deciding"
    assert [one["stage"] for one in await told(counter, "bawaslu-3508", complaint_id)] == [
        "under_review",
        "deciding",
    ]


async def test_a_word_about_the_complaint_that_comes_after_its_case_is_passed_over(
    counter: Counter, projecting: Projecting
) -> None:
    complaint_id = await counter.a_complaint()
    await projecting.take_case(a_case_event("opened", complaint_id, case_id=uuid4()))
    await projecting.take_case(
        a_case_event("stage_changed", complaint_id, stage="awaiting_completion")
    )

    assert (await status(counter, complaint_id, "bawaslu-3508"))["stage"] == "under_review"


@pytest.mark.parametrize(
    ("agency", "sanction"),
    [
        ("bawaslu-3508", "pns.demotion"),
        ("bkn", "pns.demotion"),
        ("sp4n", None),
        ("dpmd-3508", None),
    ],
)
async def test_the_sanction_is_told_to_bawaslu_and_bkn_only(
    counter: Counter, projecting: Projecting, agency: str, sanction: str | None
) -> None:
    complaint_id = await counter.a_complaint(agency=agency, respondents=[{"category": "pns"}])
    view = {
        "respondent": 0,
        "outcome": "sanctioned",
        "degree": "heavy",
        "sanction": "pns.demotion",
    }
    await projecting.take_case(
        a_case_event("closed", complaint_id, case_id=uuid4(), stage="closed", respondents=[view])
    )
    expected = view | {"sanction": sanction}

    assert (await status(counter, complaint_id, agency))["respondents"] == [expected]
    assert (await told(counter, agency, complaint_id))[0]["respondents"] == [expected]


async def test_an_agency_learns_nothing_of_anothers_complaint_in_its_case(
    counter: Counter, projecting: Projecting
) -> None:
    case_id = uuid4()
    first = await counter.a_complaint(agency="sp4n", case_number="SP4N/A")
    second = await counter.a_complaint(agency="dpmd-3508", case_number="DPMD/A")
    await projecting.take_case(a_case_event("opened", first, case_id=case_id))
    before = await status(counter, first, "sp4n")
    await projecting.take_case(
        a_case_event("joined", first, second, case_id=case_id, sequence=2, stage="joined")
    )

    assert await status(counter, first, "sp4n") == before
    assert (await status(counter, second, "dpmd-3508"))["stage"] == "joined"
    assert len(await told(counter, "sp4n", first)) == 1
    assert await told(counter, "sp4n", second) == []
    assert str(second) not in (await counter.get("/v1/notices", agency="sp4n")).text


async def test_a_fact_that_came_before_its_complaint_is_kept_and_applied(
    counter: Counter, projecting: Projecting
) -> None:
    key = str(uuid4())
    complaint_id = MINT.mint("complaint", "bawaslu-3508", key)
    await projecting.take_case(a_case_event("opened", complaint_id, case_id=uuid4()))
    await counter.post({"jurisdiction": "35.08", "narrative": "x"}, key=key)
    applied = await projecting.apply_early()

    assert applied == 1
    assert (await status(counter, complaint_id, "bawaslu-3508"))["stage"] == "under_review"


async def test_an_upload_that_was_refused_is_told_to_its_agency_once(
    counter: Counter, projecting: Projecting
) -> None:
    event = EvidenceRefused.model_validate(
        {
            "id": uuid4(),
            "source": "netral/evidence",
            "subject": uuid4(),
            "time": datetime.now(UTC),
            "sequence": 1,
            "jurisdiction": "35.08",
            "data": {
                "evidence_id": uuid4(),
                "agency_id": "bkn",
                "sha256": "a" * 64,
                "size": 1,
                "media_type": "image/png",
            },
        }
    )
    await projecting.take_evidence(event)
    await projecting.take_evidence(event)
    page = (await counter.get("/v1/notices", agency="bkn")).json()
    found = [one for one in page["items"] if one["type"] == "evidence.refused"]

    assert [one["data"]["evidence_id"] for one in found] == [str(event.data.evidence_id)]


async def test_the_feed_has_no_gap_even_if_many_are_told_at_once(
    counter: Counter, projecting: Projecting
) -> None:
    complaints = [await counter.a_complaint(agency="sp4n") for _ in range(12)]
    await asyncio.gather(
        *(projecting.take_case(a_case_event("opened", one, case_id=uuid4())) for one in complaints)
    )
    positions: list[int] = []
    after = "0"
    while True:
        page = (await counter.get("/v1/notices", agency="sp4n", after=after, limit=5)).json()
        if not page["items"]:
            break
        positions += [one["position"] for one in page["items"]]
        after = page["next"]
    by_id = page = (await counter.get("/v1/notices", agency="sp4n", after=after)).json()

    assert positions == list(range(1, len(positions) + 1))
    assert by_id == {"items": [], "next": after}
    for unknown in ("x", str(uuid4()), "٣"):
        assert (await counter.get("/v1/notices", agency="sp4n", after=unknown)).status_code == 422
