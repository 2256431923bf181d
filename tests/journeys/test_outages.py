"""What is acknowledged while others are down is delivered when they are back."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from deploy.demo.cast import Cast
from deploy.demo.complaints import a_complaint
from deploy.demo.matter import Matter
from deploy.demo.officials import Official
from deploy.demo.record import Record
from deploy.demo.senders import Sender
from deploy.demo.waiting import until
from deploy.embedded import Stack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]
DOWN = ("kafka", "temporal", "seaweedfs")


@pytest.fixture
def all_but_postgres_down(sandbox: Stack) -> Iterator[None]:
    for name in DOWN:
        sandbox.hold(name)
    yield
    for name in DOWN:
        sandbox.release(name)


def submitted(cast: Cast, record: Record, number: str) -> Matter:
    sender = Sender("bawaslu-3508", cast, record, story=0)
    matter, receipt = sender.submit(
        a_complaint(
            jurisdiction="35.08",
            case_number=number,
            respondent={"category": "pns", "name": "Pegawai Contoh 30"},
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Contoh",
            narrative="Contoh saat gangguan.",
            on=None,
        )
    )
    assert receipt.complaint_id == matter.complaint_id
    return matter


def checks_of(url: str) -> tuple[int, dict[str, str]]:
    answer = httpx.get(f"{url}/readyz", timeout=10)
    return answer.status_code, answer.json()["checks"]


def test_with_kafka_temporal_and_s3_down_each_process_says_what_it_lacks_and_no_more(
    sandbox: Stack, cast: Cast, all_but_postgres_down: None
) -> None:
    assert checks_of(cast.intake_url) == (200, {"postgres": "ok"})
    status, lacking = checks_of(cast.evidence_url)
    assert (status, lacking["postgres"]) == (503, "ok")
    assert lacking["store"] != "ok"
    for url in (cast.intake_url, cast.evidence_url, cast.workflow_url):
        assert httpx.get(f"{url}/livez", timeout=10).status_code == 200


def test_a_complaint_is_acknowledged_with_kafka_temporal_and_s3_down_and_asked_when_back(
    sandbox: Stack, cast: Cast, record: Record, all_but_postgres_down: None
) -> None:
    matter = submitted(cast, record, "GANGGUAN/1")

    for name in DOWN:
        sandbox.release(name)

    officer = Official("intake-officer-3508", cast, record)
    task = until(
        lambda: officer.sees("triage", matter), "triage task", within=timedelta(seconds=120)
    )
    assert task["complaint_id"] == matter.complaint_id
