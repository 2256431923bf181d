"""The superior who may decide: Lombok Timur, 10 March 2023, Pilkades.

Art. 5(n) knows no candidates for village head; art. 3 with harm to the unit is light. The section
head examines and decides himself, a second person confirms; Nyepi and Lebaran move the dates.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import LOMBOK_TIMUR
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import (
    decision,
    entered,
    examined,
    profiled,
    routed_below,
    served,
    summoned,
)
from deploy.demo.telling import Paper, Telling

NUMBER = 10
TITLE = "The superior who may decide"
JURISDICTION = LOMBOK_TIMUR

ACT = date(2023, 3, 10)


def tell(story: Telling) -> Dates:
    """One unit, one superior, one written reprimand."""
    yield (on := date(2023, 3, 13))
    opd = story.agency("opd")
    shot = opd.upload(story.files.screenshot(["@contoh10", "Dukung calon kepala desa"]), "52.03")
    matter, _ = opd.submit(
        a_complaint(
            jurisdiction=LOMBOK_TIMUR,
            case_number="OPD/5203/2023/010",
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 10",
                "nip": "199001012015011910",
                "position": "Pelaksana",
                "account": {
                    "platform": "facebook",
                    "handle": "@contoh10",
                    "url": "https://social.example/contoh10",
                },
            },
            election={"type": "pilkades", "event_id": "pilkades-2023-5203"},
            what="Mengunggah dukungan kepada calon kepala desa",
            narrative="Unggahan mengajak rekan sekantor memilih seorang calon kepala desa.",
            on=ACT,
            place="Media sosial",
            evidence=[
                {"id": shot, "kind": "screenshot"},
                {"url": "https://social.example/contoh10/1", "kind": "link"},
            ],
        )
    )

    yield (on := date(2023, 3, 14))
    routed_below(story, matter, on, to="superior", due_on=date(2023, 4, 14))

    yield (on := date(2023, 3, 15))
    profiled(
        story, matter, on, category="pns", level="pelaksana", post="staff", superior="superior"
    )

    yield (on := date(2023, 3, 16))
    with story.refused("summons-gap", because="28 March is the sixth working day, not the seventh"):
        summoned(
            story, matter, on, by="superior", exam_on=date(2023, 3, 28), number="800/P/010/2023"
        )
    summoned(story, matter, on, by="superior", exam_on=date(2023, 3, 29), number="800/P/010/2023")

    yield (on := date(2023, 3, 29))
    finding: Paper = {"proven": True, "act_from": ACT, "act_to": ACT, "impact": "unit"}
    with story.refused("violation-not-for-election", because="art. 5(n) is not for a Pilkades"):
        examined(
            story,
            matter,
            on,
            by="superior",
            number="BAP/010/2023",
            finding=finding | {"violations": ["pp94.partisan_activity"]},
        )
    examined(
        story,
        matter,
        on,
        by="superior",
        number="BAP/010/2023",
        finding=finding | {"violations": ["pilkades.asn-partisan"]},
    )

    yield (on := date(2023, 3, 31))
    paper = decision(story, matter, on, by="superior")
    with story.refused("sanction-too-heavy", because="harm to the unit is light"):
        story.official("superior").answer(
            "decide", matter, on, sanction="pns.medium.kgb_delay_1y", **paper
        )
    story.official("superior").answer(
        "decide", matter, on, sanction="pns.light.written_reprimand", **paper
    )
    story.official("kabid").answer("confirm", matter, on, agreed=True)

    yield (on := date(2023, 4, 3))
    served(story, matter, on)
    story.due(matter, "OBJECTION_FILE", date(2023, 5, 2))
    story.due(matter, "EFFECTIVE", date(2023, 5, 3))

    yield date(2023, 5, 2)
    story.comes_to(opd, matter, stage="decided")
    yield date(2023, 5, 3)
    story.comes_to(opd, matter, stage="in_effect", outcome="sanctioned", degree="light")

    yield (on := date(2023, 5, 4))
    entered(story, matter, on, number="IDIS/010/2023")
    story.comes_to(
        opd,
        matter,
        stage="closed",
        outcome="sanctioned",
        degree="light",
        sanction="pns.light.written_reprimand",
    )
