"""The like, 20 days too early for discipline: Lumajang, 2 September 2024, Pilkada.

Before the candidates are determined a like is a matter of ethics: no rank of PP 94/2021, but a
council of five and a closed statement by the acting regent.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import LUMAJANG
from deploy.demo.complaints import a_complaint, a_recommendation
from deploy.demo.procedure import accepted, decision, profiled, proven, served, tracks_opened
from deploy.demo.telling import Paper, Telling

NUMBER = 1
TITLE = "The like, 20 days too early for discipline"
JURISDICTION = LUMAJANG

ACT = date(2024, 9, 2)


def tell(story: Telling) -> Dates:
    """A teacher, a like, and no discipline."""
    yield (on := date(2024, 9, 9))
    bawaslu = story.agency("bawaslu")
    shot = bawaslu.upload(story.files.screenshot(["@guru.contoh", "suka, bagikan"]), LUMAJANG)
    film = bawaslu.upload(story.files.film(), LUMAJANG)
    matter, _ = bawaslu.submit(
        a_complaint(
            jurisdiction=LUMAJANG,
            case_number="BWS/35.08/2024/001",
            kind="referral",
            recommendation=a_recommendation("101/PM.00.02/2024", date(2024, 9, 6)),
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 1",
                "nip": "198501012010011901",
                "position": "Guru",
                "account": {
                    "platform": "facebook",
                    "handle": "@guru.contoh",
                    "url": "https://social.example/guru",
                },
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Menyukai dan membagikan unggahan bakal pasangan calon; akun diakui",
            narrative="Terlapor mengakui akun itu miliknya.",
            on=ACT,
            place="Media sosial",
            evidence=[
                {"id": shot, "kind": "screenshot"},
                {"id": film, "kind": "video"},
                {"url": "https://social.example/guru/1", "kind": "link"},
            ],
        )
    )

    yield (on := date(2024, 9, 10))
    accepted(story, matter, on)
    yield (on := date(2024, 9, 11))
    tracks_opened(story, matter, on, finding=proven(ACT, "disc.social-media-like"))

    yield (on := date(2024, 9, 12))
    profiled(
        story, matter, on, category="pns", level="jf_pertama", post="teacher", superior="opd-head"
    )

    yield (on := date(2024, 9, 13))
    chosen = ("secretary", "bkpsdm-head", "legal", "irban", "inspector", "assistant")
    seats = [{"post_id": story.id(slug)} for slug in chosen]
    council: Paper = {"number": "188/101/2024", "letter_date": on}
    with story.refused("council-even", because="six may be three against three"):
        story.official("ppk").answer("form_council", matter, on, **council, members=seats)
    story.official("ppk").answer("form_council", matter, on, **council, members=seats[:5])

    yield (on := date(2024, 9, 24))
    story.official("bkpsdm").answer(
        "council_hearing",
        matter,
        on,
        heard_on=on,
        attended=True,
        minutes_number="BA-MKE/001/2024",
        minutes_scan=story.signed("bkpsdm", matter, "BERITA ACARA SIDANG", "BA-MKE/001"),
        recommendation="closed",
    )

    yield (on := date(2024, 9, 27))
    paper = decision(story, matter, on, by="ppk") | {"consent_reference": "100.2.1/001/SJ"}
    for rank in ("pns.light.written_reprimand", "pns.heavy.demotion_12m"):
        with story.refused("sanction-not-moral", because=f"{rank} for an act of ethics"):
            story.official("ppk").answer("decide", matter, on, sanction=rank, **paper)
    story.official("ppk").answer("decide", matter, on, sanction="ethics.closed_statement", **paper)
    served(story, matter, on)
    told = {
        "outcome": "sanctioned",
        "degree": "ethics",
        "sanction": "ethics.closed_statement",
    }
    story.comes_to(bawaslu, matter, stage="in_effect", **told)
    story.due(matter, "ADM_OBJECTION", date(2024, 10, 28))

    yield date(2024, 10, 29)
    story.comes_to(bawaslu, matter, stage="closed", **told)
