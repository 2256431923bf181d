"""A bad line: Sintang, 19 October 2024, Pilkada.

A contract-based civil servant drives the health centre's car to a campaign. The complaint comes
first, the film of 180 MB after two cuts. Without a local ladder there is no sanction; with it,
termination, and an appeal that keeps it from taking effect.
"""

from datetime import date, datetime
from pathlib import Path

from netral_client import sha256_of

from deploy.demo.agenda import Dates
from deploy.demo.bad_line import BadLine
from deploy.demo.cast import SINTANG
from deploy.demo.complaints import a_complaint
from deploy.demo.matter import Matter
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
    team_formed,
)
from deploy.demo.senders import Sender
from deploy.demo.telling import Telling

NUMBER = 8
TITLE = "A bad line"
JURISDICTION = SINTANG

ACT = date(2024, 10, 19)
LADDER = Path(__file__).with_name("perbup-61.05.toml")


def tell(story: Telling) -> Dates:
    """Ends under remedy: the appeal is decided in later work."""
    yield (on := date(2024, 10, 21))
    bawaslu = story.agency("bawaslu")
    photo, film = (
        story.files.photo(datetime(2024, 10, 19, 14, 20), "Mobil puskesmas, pelat terlihat"),  # noqa: DTZ001
        story.files.large_film(),
    )
    announced = [
        {
            "announced": {
                "name": path.name,
                "size": path.stat().st_size,
                "sha256": sha256_of(path),
            },
            "kind": kind,
        }
        for path, kind in ((photo, "photo"), (film, "video"))
    ]
    matter, receipt = bawaslu.submit(
        a_complaint(
            jurisdiction=SINTANG,
            case_number="BWS/61.05/2024/008",
            respondent={
                "category": "pppk",
                "name": "Pegawai Contoh 8",
                "nip": "199009132022211908",
                "position": "Perawat",
            },
            election={"type": "pilkada", "event_id": "pilkada-2024-6105"},
            what="Memakai mobil puskesmas ke kampanye",
            narrative="Mobil dinas puskesmas membawa peserta kampanye.",
            on=ACT,
            place="Lapangan Contoh 8",
            evidence=announced,
        )
    )
    missing = {item if isinstance(item, str) else item["code"] for item in receipt.missing}
    story.equal("announced, not here yet", "evidence_announced_not_here" in missing, wanted=True)

    late = _sent_over_a_bad_line(story, bawaslu, matter, (photo, film))

    yield (on := date(2024, 10, 22))
    accepted(story, matter, on)
    yield (on := date(2024, 10, 24))
    assigned(story, matter, on, number="ST/008/2024")
    story.joined(matter, late)
    yield (on := date(2024, 11, 4))
    reported(
        story,
        matter,
        on,
        number="LHP/008/2024",
        finding=proven(ACT, "pp94.use_state_facilities", active_support=True),
    )

    yield (on := date(2024, 11, 5))
    profiled(
        story, matter, on, category="pppk", level="jf_pertama", post="pppk", superior="opd-head"
    )
    yield (on := date(2024, 11, 6))
    team_formed(story, matter, on, number="188/208/2024", superior="opd-head")
    yield (on := date(2024, 11, 7))
    summoned(story, matter, on, by="opd-head", exam_on=date(2024, 11, 18), number="800/P/008/2024")
    yield (on := date(2024, 11, 18))
    examined(story, matter, on, by="opd-head", number="BAP/008/2024")

    yield (on := date(2024, 11, 25))
    ppk = story.official("ppk")
    sanction = "pppk.heavy.termination_honourable"
    paper = decision(story, matter, on, by="ppk")
    with story.refused("no-local-ladder", because="no Perbup of this regency is loaded"):
        ppk.answer("decide", matter, on, sanction=sanction, **paper)
    story.sandbox.run("rules", "load", str(LADDER))
    story.say("the regency's own ladder is loaded")

    yield (on := date(2024, 11, 26))
    paper = decision(story, matter, on, by="ppk")
    with story.refused("sanction-too-light", because="a state facility is heavy"):
        ppk.answer("decide", matter, on, sanction="pppk.light.written_reprimand", **paper)
    ppk.answer("decide", matter, on, sanction=sanction, **paper)

    yield (on := date(2024, 11, 29))
    served(story, matter, on)
    story.due(matter, "APPEAL_FILE", date(2024, 12, 19))

    yield (on := date(2024, 12, 9))
    story.official("bkpsdm").act(
        "appeal_received",
        matter,
        on,
        respondent=1,
        paper_date=on,
        number="BND/008/2024",
        scan=story.signed("bkpsdm", matter, "BANDING ADMINISTRATIF", "BND/008/2024"),
    )
    story.stage(bawaslu, matter, "under_remedy")

    yield date(2024, 12, 23)
    story.comes_to(bawaslu, matter, stage="under_remedy")
    story.say("held by the appeal; the BPASN decides in later work")


def _sent_over_a_bad_line(
    story: Telling, bawaslu: Sender, matter: Matter, files: tuple[Path, Path]
) -> list[str]:
    """The announced files, the film cut twice on its way; the supplement fulfils what was said."""
    with BadLine(story.cast.evidence_url, cuts=2) as line:
        over_bad_line = story.agency("bawaslu", evidence_url=line.url)
        ids = [over_bad_line.upload(path, SINTANG) for path in files]
        story.equal("cuts in the line", line.cut, 2)
    matter.evidence_ids += ids
    bawaslu.client.supplement(
        matter.complaint_id,
        evidence=[
            {"id": evidence_id, "sha256": sha256_of(path)}
            for evidence_id, path in zip(ids, files, strict=True)
        ],
    )
    return ids
