"""The hamlet head and the sleeping village head: Lumajang, 12 December 2019, Pilkades.

The village head lets fourteen days pass; that is recorded by a person, and only after its date.
Then he reprimands, on the basis of art. 51(b)(c)(d): a campaign for a village head is not 51(j).
"""

from datetime import date, datetime

from deploy.demo.agenda import Dates
from deploy.demo.cast import LUMAJANG
from deploy.demo.complaints import a_complaint
from deploy.demo.procedure import profiled, routed_below, served
from deploy.demo.telling import Paper, Telling

NUMBER = 4
TITLE = "The hamlet head and the sleeping village head"
JURISDICTION = LUMAJANG

ACT = date(2019, 12, 12)
CLARIFIED = date(2019, 12, 17)


def tell(story: Telling) -> Dates:
    """From the photo of the canvasser to a reprimand put in writing."""
    yield (on := date(2019, 12, 13))
    dpmd = story.agency("dpmd")
    photo = dpmd.upload(
        story.files.photo(datetime(2019, 12, 12, 9, 40), "Kepala dusun membagi brosur"),  # noqa: DTZ001
        LUMAJANG,
    )
    matter, _ = dpmd.submit(
        a_complaint(
            jurisdiction=LUMAJANG,
            case_number="DPMD/12/2019/001",
            respondent={
                "category": "hamlet_head",
                "name": "Kepala Dusun Contoh 4",
                "village_code": "35.08.99.2999",
                "position": "Kepala Dusun",
            },
            election={"type": "pilkades", "event_id": "pilkades-2019-3508"},
            what="Membagikan brosur calon kepala desa dari rumah ke rumah",
            narrative="Kepala dusun berkeliling membawa brosur salah satu calon kepala desa.",
            on=ACT,
            place="Dusun Contoh 4",
            evidence=[{"id": photo, "kind": "photo"}],
            witnesses=2,
        )
    )

    yield (on := date(2019, 12, 16))
    routed_below(story, matter, on, to="camat", post="camat", due_on=date(2020, 1, 31))
    profiled(
        story,
        matter,
        on,
        by="dpmd",
        category="hamlet_head",
        post="hamlet-head",
        office="village-1",
        superior="village-head",
    )

    yield (on := CLARIFIED)
    minutes = story.signed("camat", matter, "BERITA ACARA KLARIFIKASI", "700/041/2019")
    finding: Paper = {"proven": True, "act_from": ACT, "act_to": ACT, "active_support": True}
    heard: Paper = {
        "minutes_number": "700/041/2019",
        "attended": True,
        "signed": True,
        "minutes_scan": minutes,
    }
    with story.refused("violation-not-for-election", because="art. 51(j) is not for a Pilkades"):
        story.official("camat").answer(
            "clarify",
            matter,
            on,
            **heard,
            finding=finding | {"violations": ["village.join-campaign"]},
        )
    story.official("camat").answer(
        "clarify",
        matter,
        on,
        **heard,
        finding=finding | {"violations": ["pilkades.village-official-in-campaign"]},
    )
    story.due(matter, "VILLAGE_HEAD_ACTS", date(2019, 12, 31))

    yield (on := date(2019, 12, 30))
    inaction: Paper = {
        "by": "village_head",
        "post_id": story.id("village-head"),
        "since": date(2020, 1, 1),
    }
    with story.refused("not-overdue", because="the fourteen days are not over"):
        story.official("dpmd").act("inaction", matter, on, respondent=1, **inaction)

    yield (on := date(2020, 1, 2))
    escalated = story.happened(matter, "escalated")
    story.equal("told, when he let it pass", escalated[-1]["data"]["roles"], ["camat", "dpmd"])
    story.official("dpmd").act("inaction", matter, on, respondent=1, **inaction)
    story.fact("inaction of the village head recorded on 2 January 2020, by DPMD")

    yield (on := date(2020, 1, 6))
    decree = story.signed("village-head", matter, "TEGURAN LISAN (DICATAT)", "141/001/2020")
    decision: Paper = {
        "decided_by": story.id("village-head"),
        "number": "141/001/2020",
        "letter_date": on,
        "reasons": "UU 6/2014 Pasal 51 huruf b, c, d",
        "scan": decree,
    }
    with story.refused("village-step-skipped", because="suspension before any reprimand"):
        story.official("village-head").answer(
            "decide", matter, on, sanction="village.suspension", **decision
        )
    story.official("village-head").answer(
        "decide", matter, on, sanction="village.oral_reprimand", **decision
    )

    yield (on := date(2020, 1, 7))
    served(story, matter, on, by="dpmd")
    story.due(matter, "ADM_OBJECTION", date(2020, 2, 5))

    yield (on := date(2020, 1, 21))
    story.official("camat").answer("comply", matter, on, complied=True)
    timeline = story.official("inspector").case(matter)["timeline"]
    story.equal("criminal referrals", [e for e in timeline if e["kind"] == "criminal_referral"], [])

    yield date(2020, 2, 6)
    story.comes_to(
        dpmd, matter, stage="closed", outcome="sanctioned", sanction="village.oral_reprimand"
    )
