"""Not our case: Lampung Selatan, 7 October 2024.

A head of office was absent from a meeting. No act against neutrality is stated: a person refuses
with a reason, passes the attendance matter on as a note, and no record on the man remains.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import LAMPUNG_SELATAN
from deploy.demo.complaints import a_complaint
from deploy.demo.telling import Telling

NUMBER = 7
TITLE = "Not our case"
JURISDICTION = LAMPUNG_SELATAN


def tell(story: Telling) -> Dates:
    """Refused by a person, in time, with a reason."""
    yield (on := date(2024, 10, 8))
    sp4n = story.agency("sp4n")
    attendance = sp4n.upload(
        story.files.paper("DAFTAR HADIR", ["1. hadir", "2. tidak hadir"]), LAMPUNG_SELATAN
    )
    matter, _ = sp4n.submit(
        a_complaint(
            jurisdiction=LAMPUNG_SELATAN,
            case_number="SP4N-2024-1008",
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 7",
                "position": "Kepala Dinas",
            },
            election=None,
            what="Tidak hadir dalam rapat koordinasi",
            narrative="Kepala dinas tidak hadir dalam rapat koordinasi pertama.",
            on=date(2024, 10, 7),
            place="Ruang rapat",
            evidence=[{"id": attendance, "kind": "document"}],
            active_support=None,
        )
    )
    officer = story.official("intake-officer")
    story.equal("triage due", officer.task("triage", matter)["due_on"], date(2024, 10, 11))

    yield (on := date(2024, 10, 10))
    officer.answer(
        "triage",
        matter,
        on,
        choice="refuse",
        reason_code="not_neutrality",
        reason="Tidak ada perbuatan yang melanggar netralitas; catatan kehadiran diteruskan",
        noted_to="bkpsdm",
    )
    story.comes_to(sp4n, matter, stage="closed", outcome="refused")
    told = sp4n.status(matter).raw
    story.equal("the reason the agency is told", told.get("reason_code"), "not_neutrality")
    cases = story.official("inspector").get("/v1/cases")["items"]
    named = [case for case in cases if matter.complaint_id in case.get("complaints", [])]
    story.equal("cases with a record on the man", named, [])
