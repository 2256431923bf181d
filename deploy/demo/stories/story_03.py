"""The driver: Lumajang, 12 October 2024, Pilkada.

A driver on a work agreement: no statute, no degree, no fifteenth day. The head of his office
decides, by the clause of the agreement, and nobody else.
"""

from datetime import date, datetime

from deploy.demo.agenda import Dates
from deploy.demo.cast import LUMAJANG
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import clarified, decision, profiled, proven, routed_below, served
from deploy.demo.telling import Telling

NUMBER = 3
TITLE = "The driver"
JURISDICTION = LUMAJANG

ACT = date(2024, 10, 12)


def tell(story: Telling) -> Dates:
    """A campaign shirt and a written warning."""
    yield (on := date(2024, 10, 14))
    sender = story.agency("bkpsdm")
    photo = sender.upload(
        story.files.photo(datetime(2024, 10, 12, 10, 15), "Kaus kampanye di rapat umum"),  # noqa: DTZ001
        LUMAJANG,
    )
    film = sender.upload(story.files.film(), LUMAJANG)
    matter, _ = sender.submit(
        a_complaint(
            jurisdiction=LUMAJANG,
            case_number="BKPSDM/2024/003",
            respondent={
                "category": "contract",
                "name": "Pengemudi Contoh 3",
                "position": "Pengemudi",
                "office": "Dinas Contoh 1",
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Memakai kaus kampanye di rapat umum pada jam kerja",
            narrative="Pengemudi hadir dengan kaus pasangan calon.",
            on=ACT,
            place="Lapangan Contoh",
            evidence=[{"id": photo, "kind": "photo"}, {"id": film, "kind": "video"}],
        )
    )

    yield (on := date(2024, 10, 15))
    routed_below(story, matter, on, to="opd_head", due_on=date(2024, 10, 31))

    yield (on := date(2024, 10, 16))
    profiled(
        story,
        matter,
        on,
        by="opd-head",
        category="contract",
        post="driver",
        superior="opd-head",
        agreement_clause="Pasal 7: netralitas; pelanggaran diberi surat peringatan I sampai III",
        agreement_covers=[f"contract.written_warning_{n}" for n in (1, 2, 3)],
        agreement_scan=story.signed("opd-head", matter, "PERJANJIAN KERJA", "PK/003/2024"),
    )

    yield (on := date(2024, 10, 17))
    clarified(
        story,
        matter,
        on,
        by="opd-head",
        number="BA/003/2024",
        finding=proven(ACT, "contract.join-campaign", symbols=True),
    )

    yield (on := date(2024, 10, 21))
    clause = {"clause": "Pasal 7"}
    paper = decision(story, matter, on, by="bkpsdm", post="bkpsdm-head") | clause
    with story.refused("not-the-authority", because="not BKPSDM but the head of his office"):
        story.official("bkpsdm").answer(
            "decide", matter, on, sanction="contract.written_warning_1", **paper
        )
    story.official("bkpsdm").release("decide", matter)
    paper = decision(story, matter, on, by="opd-head") | clause
    with story.refused("agreement-does-not-cover", because="the clause names warnings only"):
        story.official("opd-head").answer(
            "decide", matter, on, sanction="contract.termination", **paper
        )
    story.official("opd-head").answer(
        "decide", matter, on, sanction="contract.written_warning_1", **paper
    )

    yield (on := date(2024, 10, 22))
    served(story, matter, on, by="opd-head")
    story.due(matter, "ADM_OBJECTION", date(2024, 11, 20))
    clocks = {clock["key"] for clock in story.official("inspector").case(matter)["clocks"]}
    story.equal("a clock of the 15th working day", "EFFECTIVE" in clocks, wanted=False)

    yield (on := date(2024, 11, 21))
    story.comes_to(
        sender,
        matter,
        stage="closed",
        outcome="sanctioned",
        sanction="contract.written_warning_1",
    )
