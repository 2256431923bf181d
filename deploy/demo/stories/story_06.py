"""The camat's voice note: Lampung Selatan, 10 October 2024, Pilkada.

Mobilising civil servants is heavy. His superior is involved, so the next higher one sits. The
acting regent releases him to executor; an objection on day 10 holds the effect.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import LAMPUNG_SELATAN
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import (
    accepted,
    assigned,
    decision,
    examined,
    profiled,
    proven,
    reported,
    served,
    summoned,
)
from deploy.demo.telling import Paper, Telling

NUMBER = 6
TITLE = "The camat's voice note"
JURISDICTION = LAMPUNG_SELATAN

ACT = date(2024, 10, 10)


def tell(story: Telling) -> Dates:
    """Ends under remedy: the objection is decided in later work."""
    yield (on := date(2024, 10, 14))
    bawaslu = story.agency("bawaslu")
    voice = bawaslu.upload(story.files.voice_note(), LAMPUNG_SELATAN)
    chat = bawaslu.upload(
        story.files.paper("PERCAKAPAN", ["Semua staf hadir di rapat umum.", "Ini perintah."]),
        LAMPUNG_SELATAN,
    )
    matter, _ = bawaslu.submit(
        a_complaint(
            jurisdiction=LAMPUNG_SELATAN,
            case_number="BWS/18.01/2024/006",
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 6",
                "nip": "197501012000011906",
                "position": "Camat",
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-1801"},
            what="Memerintahkan staf menghadiri rapat umum pasangan calon",
            narrative="Perintah lewat pesan suara dan percakapan grup.",
            on=ACT,
            place="Kantor Kecamatan Contoh 2",
            evidence=[{"id": voice, "kind": "audio"}, {"id": chat, "kind": "document"}],
            witnesses=3,
        )
    )

    yield (on := date(2024, 10, 15))
    accepted(story, matter, on)
    yield (on := date(2024, 10, 17))
    assigned(story, matter, on, number="ST/006/2024")
    yield (on := date(2024, 10, 28))
    reported(
        story,
        matter,
        on,
        number="LHP/006/2024",
        finding=proven(ACT, "pp94.mobilise_civil_servants", active_support=True),
    )

    yield (on := date(2024, 10, 29))
    profiled(
        story,
        matter,
        on,
        category="pns",
        level="administrator",
        post="camat-2",
        office="kecamatan-1",
        superior="assistant",
        superior_involved=True,
    )

    yield (on := date(2024, 10, 30))
    inspectorate = {"post_id": story.id("inspector"), "part": "inspectorate"}
    personnel = {"post_id": story.id("bkpsdm-head"), "part": "personnel"}
    decree: Paper = {"number": "188/206/2024", "letter_date": on}
    involved = {"post_id": story.id("assistant"), "part": "superior"}
    with story.refused("team-member-involved", because="the superior is involved"):
        story.official("ppk").answer(
            "form_team", matter, on, **decree, members=[involved, inspectorate, personnel]
        )
    sits = {"post_id": story.id("secretary"), "part": "superior"}
    story.official("ppk").answer(
        "form_team", matter, on, **decree, members=[sits, inspectorate, personnel]
    )

    yield (on := date(2024, 10, 31))
    summoned(story, matter, on, by="bkpsdm", exam_on=date(2024, 11, 11), number="800/P/006/2024")
    yield (on := date(2024, 11, 11))
    examined(story, matter, on, by="bkpsdm", number="BAP/006/2024")

    yield (on := date(2024, 11, 22))
    ppk = story.official("ppk")
    paper = decision(story, matter, on, by="ppk")
    sanction = "pns.heavy.release_to_executor_12m"
    with story.refused("consent-missing", because="an acting regent needs the ministry's consent"):
        ppk.answer("decide", matter, on, sanction=sanction, **paper)
    ppk.answer("decide", matter, on, sanction=sanction, consent_reference="100.2.1/006/SJ", **paper)

    yield (on := date(2024, 11, 28))
    served(story, matter, on)
    story.due(matter, "OBJECTION_FILE", date(2024, 12, 18))
    story.due(matter, "EFFECTIVE", date(2024, 12, 19))

    yield (on := date(2024, 12, 12))
    story.official("bkpsdm").act(
        "objection_received",
        matter,
        on,
        respondent=1,
        paper_date=on,
        number="KBR/006/2024",
        scan=story.signed("bkpsdm", matter, "KEBERATAN", "KBR/006/2024"),
    )
    story.stage(bawaslu, matter, "under_remedy")

    yield date(2024, 12, 20)
    story.comes_to(bawaslu, matter, stage="under_remedy")
    story.say("held by the objection of day 10; it is decided in later work")
