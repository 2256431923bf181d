"""Complainant, witness and file names stay sealed: looked for everywhere (tests/canaries)."""

import json
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
from tests.canaries.forms import Texts, holding, holding_each
from tests.canaries.places import everywhere
from tests.catching import Catcher
from tests.evidence.files import a_jpeg

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

STEM = "Kenari7391"
COMPLAINANT = f"{STEM}Pelapor"
CONTACT = f"{STEM}@contoh.example"
WITNESS = f"{STEM}Saksi"
FILE_NAME = f"{STEM}Berkas.pdf"
ANNOUNCED_NAME = f"{STEM}Diumumkan.pdf"
CAMERA = f"{STEM}Kamera"
NARRATIVE = f"{STEM}Uraian"
CASE_NUMBER = "PENANDA-7391"
SEALED = (COMPLAINANT, CONTACT, WITNESS, FILE_NAME, ANNOUNCED_NAME)


@pytest.fixture(scope="module")
def matter(
    sandbox: Stack, cast: Cast, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Matter:
    """A complaint full of canaries that has gone all the way into a case."""
    sender = Sender("bawaslu-6105", cast, record, story=0)
    path = tmp_path_factory.mktemp("canaries") / FILE_NAME
    evidence_id = sender.upload(a_paper(path, title="CONTOH", lines=["isi"]), "61.05")
    photo = path.with_name("foto.jpg")
    photo.write_bytes(a_jpeg(camera=CAMERA))
    photo_id = sender.upload(photo, "61.05")
    body = a_complaint(
        jurisdiction="61.05",
        case_number=CASE_NUMBER,
        respondent={"category": "pns", "name": "Pegawai Contoh 40"},
        election={"type": "pilkada", "event_id": "pilkada-2024-6105"},
        what="Contoh",
        narrative=f"Contoh {NARRATIVE}",
        on=None,
        evidence=[
            {"id": evidence_id, "kind": "document"},
            {"id": photo_id, "kind": "photo"},
            {"announced": {"name": ANNOUNCED_NAME, "size": 10, "sha256": "ab" * 32}},
        ],
    )
    body["complainant"] = {"mode": "confidential", "name": COMPLAINANT, "contact": CONTACT}
    body["witnesses"] = [{"name": WITNESS}]
    found, _ = sender.submit(body)
    sender.client.supplement(found.complaint_id, text=f"Tambahan {NARRATIVE}")
    officer = Official("intake-officer-6105", cast, record)
    task = officer.task("triage", found)
    today = str(task["opened_on"])
    officer.answer("triage", found, date.fromisoformat(today[:10]), choice="accept")
    found.case_id = until(
        lambda: officer.get(f"/v1/complaints/{found.complaint_id}").get("case_id"), "case"
    )
    Official("irban-6105", cast, record).task("review", found)
    return found


@pytest.fixture(scope="module")
async def places(sandbox: Stack, matter: Matter, collector: Catcher) -> Mapping[str, Texts]:
    return await everywhere(sandbox, collector)


@pytest.fixture(scope="module")
def pages(cast: Cast, record: Record, matter: Matter) -> Mapping[str, str]:
    """What officials read without a grant to reveal."""
    looked = {}
    for slug in ("intake-officer", "inspector", "ppk"):
        official = Official(f"{slug}-6105", cast, record)
        for path in (
            "/v1/tasks",
            "/v1/cases",
            f"/v1/cases/{matter.case}",
            f"/v1/complaints/{matter.complaint_id}",
        ):
            looked[f"{slug} {path}"] = json.dumps(official.get(path))
    return looked


def test_a_sealed_word_is_in_clear_nowhere(places: Mapping[str, Texts]) -> None:
    words = (*SEALED, NARRATIVE)
    found = {place: holding_each(texts, STEM, words) for place, texts in places.items()}

    assert found == {place: {word: [] for word in words} for place in places}


def test_what_a_photo_says_of_itself_is_in_clear_in_the_photo_alone(
    places: Mapping[str, Texts], sandbox: Stack
) -> None:
    store = str(sandbox.folder.data / "seaweedfs")
    found = {place: holding(texts, CAMERA) for place, texts in places.items()}
    photos = [where for where in found["disk"] if where.startswith(store)]

    assert photos
    assert found == {place: photos if place == "disk" else [] for place in places}


@pytest.mark.parametrize("canary", [*SEALED, CAMERA])
def test_officials_without_a_grant_do_not_read_who_complained_or_saw(
    pages: Mapping[str, str], canary: str
) -> None:
    assert [page for page, text in pages.items() if canary in text] == []


def test_officials_do_read_the_matter_itself(pages: Mapping[str, str], matter: Matter) -> None:
    assert NARRATIVE in pages[f"inspector /v1/complaints/{matter.complaint_id}"]


def test_the_search_looks_where_this_stack_keeps_the_matter(
    places: Mapping[str, Texts], matter: Matter
) -> None:
    """By its ids, in clear in each; that it would find a name, the control shows."""
    there = {place for place, texts in places.items() if holding(texts, matter.complaint_id)}

    assert {"kafka", "rows", "disk", "temporal's file", "logs"} <= there
    assert f"complaint/{matter.complaint_id}" in places["temporal"]
