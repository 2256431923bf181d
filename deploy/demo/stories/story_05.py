"""Settled below, in three days: Lombok Timur, 11 March 2023, Pilkades.

A village head speaks for his brother. Two agencies report it, one of them twice; one case, the
camat clarifies, the regent reprimands in writing. Both agencies are told, neither sees the other.
"""

from datetime import date
from typing import Any

from deploy.demo.agenda import Dates
from deploy.demo.cast import LOMBOK_TIMUR
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import clarified, decision, profiled, proven, served
from deploy.demo.telling import Telling

NUMBER = 5
TITLE = "Settled below, in three days"
JURISDICTION = LOMBOK_TIMUR

ACT = date(2023, 3, 11)


def tell(story: Telling) -> Dates:
    """Saturday's speech, Tuesday's reprimand."""
    yield (on := date(2023, 3, 12))
    sp4n, dpmd = story.agency("sp4n"), story.agency("dpmd")
    film = sp4n.upload(story.files.film(), LOMBOK_TIMUR)
    voice = dpmd.upload(story.files.voice_note(), LOMBOK_TIMUR)
    first, _ = sp4n.submit(_complaint("SP4N-2023-0312", {"id": film, "kind": "video"}))
    with story.refused("already-received", because="the same case number under another key"):
        sp4n.client.submit(_complaint("SP4N-2023-0312", {"id": film, "kind": "video"}))
    second, _ = dpmd.submit(_complaint("DPMD/03/2023/005", {"id": voice, "kind": "audio"}))

    yield (on := date(2023, 3, 13))
    officer = story.official("intake-officer")
    officer.answer("triage", first, on, choice="route_below", to="camat", due_on=date(2023, 3, 31))
    case_id = story.opened(first)
    officer.answer("triage", second, on, choice="join", case_id=case_id, matches={"0": 1})
    story.equal("both complaints are one case", story.opened(second), case_id)
    profiled(
        story,
        first,
        on,
        by="dpmd",
        category="village_head",
        post="village-head",
        office="village-1",
        person_id=story.id("village-head"),
        superior="camat",
    )
    clarified(
        story,
        first,
        on,
        by="camat",
        number="BA/005/2023",
        finding=proven(ACT, "pilkades.village-official-in-campaign", active_support=True),
    )

    yield (on := date(2023, 3, 14))
    paper = decision(story, first, on, by="ppk")
    with story.refused("village-step-skipped", because="suspension before any reprimand"):
        story.official("ppk").answer("decide", first, on, sanction="village.suspension", **paper)
    story.official("ppk").answer(
        "decide", first, on, sanction="village.written_reprimand_1", **paper
    )
    served(story, first, on, by="dpmd")
    story.due(first, "ADM_OBJECTION", date(2023, 4, 17))
    for sender, matter in ((sp4n, first), (dpmd, second)):
        story.comes_to(sender, matter, stage="in_effect", outcome="sanctioned")

    yield (on := date(2023, 3, 24))
    story.official("camat").answer("comply", first, on, complied=True)

    yield date(2023, 4, 18)
    for sender, matter in ((sp4n, first), (dpmd, second)):
        story.comes_to(
            sender,
            matter,
            stage="closed",
            outcome="sanctioned",
            sanction="village.written_reprimand_1",
        )
    with story.refused("not-found", because="the other agency's complaint is as if not there"):
        dpmd.client.status(first.complaint_id)
    with story.refused("not-found", because="and the other way round"):
        sp4n.client.status(second.complaint_id)


def _complaint(case_number: str, evidence: dict[str, Any]) -> dict[str, Any]:
    return a_complaint(
        jurisdiction=LOMBOK_TIMUR,
        case_number=case_number,
        respondent={
            "category": "village_head",
            "name": "Kepala Desa Contoh 5",
            "village_code": "52.03.99.2999",
            "position": "Kepala Desa",
        },
        election={"type": "pilkades", "event_id": "pilkades-2023-5203"},
        what="Berpidato untuk saudaranya, calon kepala desa, di balai desa",
        narrative="Kepala desa mengajak warga memilih saudaranya.",
        on=ACT,
        place="Balai Desa Contoh 5",
        evidence=[evidence],
    )
