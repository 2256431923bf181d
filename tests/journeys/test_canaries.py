"""Complainant, witness and file names stay sealed: looked for everywhere, with a control."""

import time
from collections.abc import Mapping
from datetime import date

import pytest

from deploy.demo.cast import Cast
from deploy.demo.complaints import a_complaint
from deploy.demo.evidence.papers import a_paper
from deploy.demo.matter import Matter
from deploy.demo.officials import Official
from deploy.demo.record import Record
from deploy.demo.senders import Sender
from deploy.demo.waiting import until
from deploy.embedded import Stack
from tests.journeys.places import Finds, everywhere

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

COMPLAINANT = "KenariPelaporContoh7391"
CONTACT = "kenari-7391@contoh.example"
WITNESS = "KenariSaksiContoh7391"
FILE_NAME = "KenariBerkasContoh7391.pdf"
ANNOUNCED_NAME = "KenariDiumumkan7391.pdf"
CASE_NUMBER = "PENANDA-7391"


@pytest.fixture(scope="module")
def matter(
    sandbox: Stack, cast: Cast, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Matter:
    """A complaint full of canaries that has gone all the way into a case."""
    sender = Sender("bawaslu-6105", cast, record, story=0)
    path = tmp_path_factory.mktemp("canaries") / FILE_NAME
    evidence_id = sender.upload(a_paper(path, title="CONTOH", lines=["isi"]), "61.05")
    body = a_complaint(
        jurisdiction="61.05",
        case_number=CASE_NUMBER,
        respondent={"category": "pns", "name": "Pegawai Contoh 40"},
        election={"type": "pilkada", "event_id": "pilkada-2024-6105"},
        what="Contoh",
        narrative="Contoh",
        on=None,
        evidence=[
            {"id": evidence_id, "kind": "document"},
            {"announced": {"name": ANNOUNCED_NAME, "size": 10, "sha256": "ab" * 32}},
        ],
    )
    body["complainant"] = {"mode": "confidential", "name": COMPLAINANT, "contact": CONTACT}
    body["witnesses"] = [{"name": WITNESS}]
    found, _ = sender.submit(body)
    sender.client.supplement(found.complaint_id, text=f"Saksi: {WITNESS}")
    officer = Official("intake-officer-6105", cast, record)
    task = officer.task("triage", found)
    today = str(task["opened_on"])
    officer.answer("triage", found, date.fromisoformat(today[:10]), choice="accept")
    found.case_id = until(
        lambda: officer.get(f"/v1/complaints/{found.complaint_id}").get("case_id"), "case"
    )
    Official("irban-6105", cast, record).task("review", found)
    time.sleep(1)  # for the logs to be written, not for anything to happen
    return found


@pytest.fixture(scope="module")
async def places(sandbox: Stack, matter: Matter) -> Mapping[str, Finds]:
    return await everywhere(sandbox)


@pytest.mark.parametrize("canary", [COMPLAINANT, CONTACT, WITNESS, FILE_NAME, ANNOUNCED_NAME])
def test_a_sealed_word_is_in_clear_nowhere(places: Mapping[str, Finds], canary: str) -> None:
    found = {place: find(canary) for place, find in places.items()}

    assert found == {place: [] for place in places}


def test_the_search_would_find_a_word_that_is_there(
    places: Mapping[str, Finds], matter: Matter
) -> None:
    there = (matter.complaint_id, matter.evidence_ids[0])

    blind = [place for place, find in places.items() if not any(map(find, there))]

    assert blind == []
