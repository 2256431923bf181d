"""Twice not there: Lumajang, 20 November 2024, after the rally.

Party attributes are medium. Two summonses, two absences, each with proof of service; the head of
the office decides on the evidence; sent, received, in effect fifteen working days later.
"""

from datetime import date, datetime

from deploy.demo.agenda import Dates
from deploy.demo.cast import LUMAJANG
from deploy.demo.complaints import a_complaint, a_recommendation
from deploy.demo.procedure import (
    accepted,
    decision,
    entered,
    profiled,
    proven,
    served,
    summoned,
    tracks_opened,
)
from deploy.demo.telling import Telling

NUMBER = 12
TITLE = "Twice not there"
JURISDICTION = LUMAJANG

ACT = date(2024, 11, 20)


def tell(story: Telling) -> Dates:
    """Silence does not decide, but it does not stop either."""
    yield (on := date(2024, 11, 25))
    bkn = story.agency("bkn")
    photo = bkn.upload(
        story.files.photo(datetime(2024, 11, 20, 16, 0), "Atribut partai di rapat umum"),  # noqa: DTZ001
        LUMAJANG,
    )
    film = bkn.upload(story.files.film(), LUMAJANG)
    matter, _ = bkn.submit(
        a_complaint(
            jurisdiction=LUMAJANG,
            case_number="SBT/2024/012",
            kind="referral",
            recommendation=a_recommendation("212/SBT/2024", date(2024, 11, 22)),
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 12",
                "nip": "198301012009011912",
                "position": "Kepala Subbagian",
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Memakai atribut partai di rapat umum",
            narrative="Terlapor hadir sebagai peserta kampanye dengan atribut partai.",
            on=ACT,
            place="Lapangan Contoh 12",
            evidence=[{"id": photo, "kind": "photo"}, {"id": film, "kind": "video"}],
        )
    )

    yield (on := date(2024, 11, 26))
    accepted(story, matter, on)
    yield (on := date(2024, 11, 28))
    tracks_opened(
        story,
        matter,
        on,
        finding=proven(ACT, "pp94.campaign_with_attributes", active_support=True, symbols=True),
    )
    yield (on := date(2024, 11, 29))
    profiled(story, matter, on, category="pns", level="pengawas", post="kasubag", superior="kabid")

    for letter, exam, number in (
        (date(2024, 12, 2), date(2024, 12, 11), "800/P1/012/2024"),
        (date(2024, 12, 12), date(2024, 12, 23), "800/P2/012/2024"),
    ):
        yield letter
        summoned(story, matter, letter, by="kabid", exam_on=exam, number=number)
        yield exam
        with story.refused("absence-not-proved", because="an absence counts only if served"):
            story.official("kabid").answer("examine", matter, exam, result="absent")
        proof = {
            "served_on": letter,
            "how": "diantar ke alamat",
            "scan": story.signed("kabid", matter, "TANDA TERIMA PANGGILAN", number),
        }
        story.official("kabid").answer(
            "examine", matter, exam, result="absent", service_proof=proof
        )

    yield (on := date(2025, 1, 6))
    paper = decision(story, matter, on, by="opd-head")
    with story.refused("sanction-not-in-force", because="the allowance cut waits for its rule"):
        story.official("opd-head").answer(
            "decide", matter, on, sanction="pns.medium.allowance_cut_25_6m", **paper
        )
    with story.refused("sanction-too-heavy", because="attributes are medium"):
        story.official("opd-head").answer(
            "decide", matter, on, sanction="pns.heavy.demotion_12m", **paper
        )
    story.official("opd-head").answer(
        "decide", matter, on, sanction="pns.medium.kgb_delay_1y", **paper
    )

    yield (on := date(2025, 1, 13))
    served(story, matter, on, sent_on=date(2025, 1, 7))
    story.due(matter, "EFFECTIVE", date(2025, 2, 6))

    yield date(2025, 2, 6)
    told = {
        "outcome": "sanctioned",
        "degree": "medium",
        "sanction": "pns.medium.kgb_delay_1y",
    }
    story.comes_to(bkn, matter, stage="in_effect", **told)
    story.due(matter, "IDIS_RECORD", date(2025, 2, 11))

    yield (on := date(2025, 2, 7))
    entered(story, matter, on, number="IDIS/012/2025")
    story.comes_to(bkn, matter, stage="closed", **told)
