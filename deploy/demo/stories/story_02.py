"""The same like, five weeks later: Lumajang, 7 October 2024, Pilkada.

After the determination it is discipline, and heavy: a team, the acting regent with the ministry's
consent, demotion for twelve months, in effect on the fifteenth working day.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import LUMAJANG
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import (
    accepted,
    assigned,
    decision,
    entered,
    examined,
    profiled,
    proven,
    reported,
    served,
    summoned,
    team_formed,
)
from deploy.demo.telling import Paper, Telling

NUMBER = 2
TITLE = "The same like, five weeks later"
JURISDICTION = LUMAJANG

ACT = date(2024, 10, 7)


def tell(story: Telling) -> Dates:
    """From the screen to the demotion."""
    yield (on := date(2024, 10, 8))
    bawaslu = story.agency("bawaslu")
    shot = bawaslu.upload(story.files.screenshot(["@menang.contoh", "ikuti, komentar"]), LUMAJANG)
    film = bawaslu.upload(story.files.film(), LUMAJANG)
    matter, _ = bawaslu.submit(
        a_complaint(
            jurisdiction=LUMAJANG,
            case_number="BWS/35.08/2024/002",
            respondent={
                "category": "pns",
                "name": "Pegawai Contoh 2",
                "nip": "198001012005011902",
                "position": "Kepala Seksi",
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-3508"},
            what="Mengikuti akun tim pemenangan dan berkomentar",
            narrative="Terlapor mengikuti akun dan menulis dukungan.",
            on=ACT,
            place="Media sosial",
            evidence=[{"id": shot, "kind": "screenshot"}, {"id": film, "kind": "video"}],
        )
    )

    yield (on := date(2024, 10, 9))
    accepted(story, matter, on)
    yield (on := date(2024, 10, 10))
    assigned(story, matter, on, number="ST/002/2024")
    yield (on := date(2024, 10, 16))
    reported(
        story,
        matter,
        on,
        number="LHP/002/2024",
        finding=proven(ACT, "disc.social-media-like", active_support=True),
    )

    yield (on := date(2024, 10, 17))
    profiled(story, matter, on, category="pns", level="pengawas", post="kasi-2", superior="kabid")
    yield (on := date(2024, 10, 18))
    team_formed(story, matter, on, number="188/202/2024", superior="kabid")

    yield (on := date(2024, 10, 21))
    early = {
        "sanction": "pns.heavy.demotion_12m",
        **decision(story, matter, on, by="ppk"),
        "consent_reference": "100.2.1/002/SJ",
    }
    with story.refused("not-examined", because="no sanction without examination"):
        story.official("ppk").act("decide", matter, on, respondent=1, **early)
    with story.refused("summons-gap", because="29 October is the sixth working day"):
        summoned(story, matter, on, by="kabid", exam_on=date(2024, 10, 29), number="800/P/002/2024")
    summoned(story, matter, on, by="kabid", exam_on=date(2024, 10, 30), number="800/P/002/2024")

    yield (on := date(2024, 10, 30))
    examined(story, matter, on, by="kabid", number="BAP/002/2024")

    yield (on := date(2024, 11, 18))
    ppk = story.official("ppk")
    paper = decision(story, matter, on, by="ppk")
    consent: Paper = {"consent_reference": "100.2.1/002/SJ"}
    with story.refused("consent-missing", because="an acting regent needs the ministry's consent"):
        ppk.answer("decide", matter, on, sanction="pns.heavy.demotion_12m", **paper)
    with story.refused("sanction-too-light", because="the act is heavy"):
        ppk.answer("decide", matter, on, sanction="pns.medium.kgb_delay_1y", **paper, **consent)
    ppk.answer("decide", matter, on, sanction="pns.heavy.demotion_12m", **paper, **consent)
    story.comes_to(bawaslu, matter, stage="decided")

    yield (on := date(2024, 12, 2))
    served(story, matter, on)
    story.due(matter, "OBJECTION_FILE", date(2024, 12, 20))
    story.due(matter, "EFFECTIVE", date(2024, 12, 23))

    yield date(2024, 12, 20)
    story.comes_to(bawaslu, matter, stage="decided")
    yield date(2024, 12, 23)
    told = {
        "outcome": "sanctioned",
        "degree": "heavy",
        "sanction": "pns.heavy.demotion_12m",
    }
    story.comes_to(bawaslu, matter, stage="in_effect", **told)

    yield (on := date(2024, 12, 24))
    entered(story, matter, on, number="IDIS/002/2024")
    story.comes_to(bawaslu, matter, stage="closed", **told)
