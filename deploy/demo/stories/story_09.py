"""Equal service: Sintang, 14 October 2020, Pilkada.

A village head refuses letters to supporters of the other pair. The complaint comes without place
and date and is cured on day 6. The criminal matter goes beside it, is stopped, and stops nothing.
"""

from datetime import date

from deploy.demo.agenda import Dates
from deploy.demo.cast import SINTANG
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import accepted, assigned, clarified, profiled, proven, reported, served
from deploy.demo.telling import Paper, Telling

NUMBER = 9
TITLE = "Equal service"
JURISDICTION = SINTANG

ACT = date(2020, 10, 14)


def tell(story: Telling) -> Dates:
    """Incomplete, completed, proven, reprimanded twice."""
    yield (on := date(2020, 10, 15))
    bawaslu = story.agency("bawaslu")
    voice = bawaslu.upload(story.files.voice_note(), SINTANG)
    matter, receipt = bawaslu.submit(
        a_complaint(
            jurisdiction=SINTANG,
            case_number="BWS/61.05/2020/009",
            respondent={
                "category": "village_head",
                "name": "Kepala Desa Contoh 9",
                "village_code": "61.05.99.2999",
                "position": "Kepala Desa",
            },
            election={"type": "pilkada", "event_id": "pilkada-2020-6105"},
            what="Menolak memberi surat keterangan kepada pendukung pasangan calon lain",
            narrative="Warga yang mendukung pasangan lain tidak dilayani di kantor desa.",
            on=None,
            place=None,
            evidence=[{"id": voice, "kind": "audio"}],
            witnesses=2,
            active_support=None,
        )
    )
    missing = {item if isinstance(item, str) else item["code"] for item in receipt.missing}
    story.equal("missing place and date", {"no_place", "no_exact_date"} <= missing, wanted=True)

    yield (on := date(2020, 10, 16))
    story.official("intake-officer").answer(
        "triage",
        matter,
        on,
        choice="ask_completion",
        asked="Tempat dan tanggal kejadian",
        items=["no_place", "no_exact_date"],
    )
    story.stage(bawaslu, matter, "awaiting_completion")

    yield (on := date(2020, 10, 22))
    bawaslu.client.supplement(
        matter.complaint_id,
        text="Kantor desa, 14 Oktober 2020",
        corrections=[
            {"pointer": "/incident/place", "value": "Kantor Desa Contoh 9"},
            {"pointer": "/incident/date_from", "value": ACT.isoformat()},
            {"pointer": "/incident/date_to", "value": ACT.isoformat()},
        ],
    )
    story.say("cured on day 6")

    yield (on := date(2020, 10, 23))
    accepted(story, matter, on)
    yield (on := date(2020, 10, 26))
    assigned(story, matter, on, number="ST/009/2020")
    # 28 to 30 October 2020 are a holiday between two days of joint leave.
    story.due(matter, "INVESTIGATION", date(2020, 11, 19))

    yield (on := date(2020, 11, 10))
    reported(
        story,
        matter,
        on,
        number="LHP/009/2020",
        finding=proven(ACT, "village.discriminatory-act", "village.abuse-of-authority"),
    )

    yield (on := date(2020, 11, 11))
    story.official("inspector").act(
        "criminal_referral",
        matter,
        on,
        respondent=1,
        to="Sentra Gakkumdu",
        number="700/R/009/2020",
        letter_date=on,
        provision="UU 10/2016 Pasal 71 jo. Pasal 188",
    )
    profiled(
        story,
        matter,
        on,
        by="dpmd",
        category="village_head",
        post="village-head",
        office="village-1",
        person_id=story.id("village-head"),
        superior="camat",
    )

    yield (on := date(2020, 11, 16))
    clarified(story, matter, on, by="camat", number="BA/009/2020")

    yield (on := date(2020, 11, 18))
    decision: Paper = {
        "decided_by": story.id("ppk"),
        "letter_date": on,
        "reasons": "Pasal 29 huruf c, d",
    }
    scan = story.signed("ppk", matter, "TEGURAN LISAN (DICATAT)", "188/091/2020")
    with story.refused("village-step-skipped", because="suspension before any reprimand"):
        story.official("ppk").answer(
            "decide",
            matter,
            on,
            sanction="village.suspension",
            number="188/091/2020",
            scan=scan,
            **decision,
        )
    story.official("ppk").answer(
        "decide",
        matter,
        on,
        sanction="village.oral_reprimand",
        number="188/091/2020",
        scan=scan,
        **decision,
    )

    yield (on := date(2020, 11, 19))
    served(story, matter, on, by="dpmd")
    # Day 21 after receipt, with the vote of 9 December and the joint leave of Christmas left out.
    story.due(matter, "ADM_OBJECTION", story.working_days(on, 21))

    yield (on := date(2020, 11, 25))
    story.official("inspector").act(
        "criminal_result", matter, on, respondent=1, result="stopped", number="GKD/009/2020"
    )
    story.fact("stopped by Gakkumdu; the village track goes on")

    yield (on := date(2020, 12, 4))
    story.official("camat").answer("comply", matter, on, complied=False, note="Tetap menolak")

    yield (on := date(2020, 12, 7))
    story.official("ppk").answer(
        "decide",
        matter,
        on,
        sanction="village.written_reprimand_1",
        number="188/092/2020",
        decided_by=story.id("ppk"),
        letter_date=on,
        reasons="Teguran lisan tidak dilaksanakan",
        scan=story.signed("ppk", matter, "TEGURAN TERTULIS I", "188/092/2020"),
    )

    yield (on := date(2020, 12, 8))
    served(story, matter, on, by="dpmd")

    yield (on := date(2020, 12, 22))
    story.official("camat").answer("comply", matter, on, complied=True)

    yield date(2021, 1, 14)
    story.comes_to(
        bawaslu,
        matter,
        stage="closed",
        outcome="sanctioned",
        sanction="village.written_reprimand_1",
    )
