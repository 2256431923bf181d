"""The wife: Lampung Selatan, 28 August 2024, before the Pilkada.

She stands beside her husband, a candidate, without symbol or attribute: SE 18/2023 allows it.
Not proven; a letter clears her; the agency reads "not proven" and nothing else.
"""

from datetime import date, datetime

from deploy.demo.agenda import Dates
from deploy.demo.cast import LAMPUNG_SELATAN
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import accepted, assigned, reported
from deploy.demo.telling import Telling

NUMBER = 11
TITLE = "The wife"
JURISDICTION = LAMPUNG_SELATAN

ACT = date(2024, 8, 28)


def tell(story: Telling) -> Dates:
    """Seen, looked into, cleared."""
    yield (on := date(2024, 8, 30))
    bawaslu = story.agency("bawaslu")
    photo = bawaslu.upload(
        story.files.photo(datetime(2024, 8, 28, 10, 5), "Pendaftaran pasangan calon"),  # noqa: DTZ001
        LAMPUNG_SELATAN,
    )
    matter, _ = bawaslu.submit(
        a_complaint(
            jurisdiction=LAMPUNG_SELATAN,
            case_number="BWS/18.01/2024/011",
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 11",
                "nip": "198201012008012911",
                "position": "Pelaksana",
                "relation_to_candidate": "spouse",
                "cltn": False,
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-1801"},
            what="Mendampingi suami saat pendaftaran pasangan calon",
            narrative="Terlapor berdiri di samping suaminya, tanpa simbol dan atribut.",
            on=ACT,
            place="Kantor penyelenggara",
            evidence=[{"id": photo, "kind": "photo"}],
            active_support=False,
        )
    )

    yield (on := date(2024, 9, 2))
    accepted(story, matter, on)
    yield (on := date(2024, 9, 3))
    assigned(story, matter, on, number="ST/011/2024")
    story.due(matter, "INVESTIGATION", date(2024, 9, 25))

    yield (on := date(2024, 9, 18))
    reported(
        story,
        matter,
        on,
        number="LHP/011/2024",
        finding={
            "proven": False,
            "active_support": False,
            "symbols": False,
            "note": "SE MenPANRB 18/2023: boleh mendampingi tanpa simbol",
        },
    )

    yield (on := date(2024, 9, 20))
    story.official("inspector").answer(
        "clearance", matter, on, number="700/B/011/2024", letter_date=on
    )
    story.comes_to(bawaslu, matter, stage="closed", outcome="not_proven")
    case = story.official("inspector").case(matter)
    story.equal("no track was opened", [t for t in case["tasks"] if t["kind"] == "profile"], [])
