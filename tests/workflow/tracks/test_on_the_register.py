"""A whole track on the real register, worker and Temporal: what the fakes promise, kept."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.complaint import Recommendation
from services.contracts.law import ComplaintKind
from services.kit.errors import Refused
from services.workflow.rules.book import Rulebook
from tests.workflow.spine.conftest import house, temporal_address
from tests.workflow.spine.house import House, a_respondent

__all__ = ["house", "temporal_address"]

OPENED, LETTER, EXAM = date(2024, 10, 8), date(2024, 10, 21), date(2024, 10, 30)
DECIDED, RECEIVED, EFFECT = date(2024, 11, 18), date(2024, 12, 2), date(2024, 12, 23)
LAST_DAY = date(2024, 12, 20)
SANCTION = "pns.heavy.demotion_12m"


async def a_track(house: House) -> UUID:
    complaint = await house.receives(
        a_respondent("198001012005011777"),
        kind=ComplaintKind.REFERRAL,
        recommendation=Recommendation(number="R/1"),
    )
    await house.answers("intake-officer-3508", "triage", complaint, OPENED, choice="accept")
    row = await house.found(
        "select case_id from workflow.complaint where complaint_id = $1 and case_id is not null",
        complaint,
    )
    finding = {
        "respondent": 1,
        "proven": True,
        "violations": ["disc.social-media-like"],
        "act_from": "2024-10-07",
        "election_id": "pilkada-2024-3508",
    }
    case: UUID = row["case_id"]
    await house.answers(
        "inspector-3508", "review", case, OPENED, choice="open_tracks", findings=[finding]
    )
    return case


async def heard(house: House, case: UUID) -> None:
    profile: dict[str, Any] = {
        "category_at_act": "pns",
        "category_today": "pns",
        "level": "pengawas",
        "post_id": "kasi-2-3508",
        "superior_post_id": "kabid-3508",
        "office_id": "opd-1-3508",
    }
    await house.answers("bkpsdm-3508", "profile", case, OPENED, **profile)
    seats = (("kabid", "superior"), ("irban", "inspectorate"), ("bkpsdm-head", "personnel"))
    members = [{"post_id": f"{slug}-3508", "part": part} for slug, part in seats]
    await house.answers(
        "ppk-3508",
        "form_team",
        case,
        OPENED,
        number="188/1",
        letter_date=str(OPENED),
        members=members,
    )
    await house.today_is(LETTER)
    letter: dict[str, Any] = {"number": "S/1", "letter_date": str(LETTER), "exam_place": "Room 1"}
    await house.answers("kabid-3508", "summons", case, LETTER, exam_on=str(EXAM), **letter)
    await house.today_is(EXAM)
    minutes: dict[str, Any] = {
        "minutes_number": "BAP/1",
        "minutes_scan": await house.sealed_item(case),
    }
    await house.answers("irban-3508", "examine", case, EXAM, result="signed", **minutes)


async def a_decision(house: House, case: UUID, **said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "sanction": SANCTION,
        "decided_by": "ppk-3508",
        "number": "188/2",
        "letter_date": str(DECIDED),
        "consent_reference": "100.2/1",
        "reasons": "canary-reasons",
        "scan": await house.sealed_item(case),
    }
    return {**usual, **said}


async def test_a_heavy_track_reaches_its_effect_and_the_agency_is_told_then(house: House) -> None:
    case = await a_track(house)
    await heard(house, case)
    await house.today_is(DECIDED)
    with pytest.raises(Refused) as light:
        await house.answers(
            "ppk-3508",
            "decide",
            case,
            DECIDED,
            **await a_decision(house, case, sanction="pns.light.oral_reprimand"),
        )
    assert light.value.code == "sanction-too-light"
    with pytest.raises(Refused) as other:
        await house.answers(
            "bkpsdm-3508",
            "decide",
            case,
            DECIDED,
            **await a_decision(house, case, decided_by="secretary-3508"),
        )
    # Posts are called by title and office, as whoever reads it knows them; nobody by his name.
    assert (other.value.code, other.value.params) == (
        "not-the-authority",
        {"decider": "Sekretaris Daerah (Sekretariat Daerah)", "authority": "Bupati (Bupati)"},
    )
    await house.answers("ppk-3508", "decide", case, DECIDED, **await a_decision(house, case))
    await house.today_is(RECEIVED)
    served: dict[str, Any] = {"how": "handed_over", "received_on": str(RECEIVED)}
    await house.answers("bkpsdm-3508", "serve", case, RECEIVED, **served)
    clock = await house.found(
        "select * from workflow.clock where case_id = $1 and key = 'EFFECTIVE'", case
    )
    assert clock["due_on"] == EFFECT
    person = await house.row("select * from workflow.respondent where case_id = $1", case)
    assert person is not None
    assert (person["stage"], person["degree"]) == ("decided", "heavy")
    of_case = await house.row("select * from workflow.cases where case_id = $1", case)
    told = (await house.events(case))[-1]["data"]
    assert of_case is not None
    assert (person["expected_on"], of_case["expected_on"]) == (EFFECT, EFFECT)
    assert (told["stage"], told["expected_on"]) == ("decided", EFFECT.isoformat())
    assert of_case["rules_version"] == Rulebook.load().version

    await house.today_is(EFFECT)
    await house.asked("record", case)
    told = (await house.events(case))[-1]["data"]
    assert told["stage"] == "in_effect"
    assert told["complaints"][0]["respondents"] == [
        {"respondent": 0, "outcome": "sanctioned", "degree": "heavy", "sanction": SANCTION}
    ]
    entry: dict[str, Any] = {"register_number": "IDIS/1", "recorded_on": str(EFFECT)}
    await house.answers("bkpsdm-3508", "record", case, EFFECT, **entry)
    await house.found(
        "select 1 from workflow.cases where case_id = $1 and closed_at is not null", case
    )
    kinds = [
        row["kind"]
        for row in await house.rows("select kind from workflow.act where case_id = $1", case)
    ]
    assert {"remedy_named", "remedy_lapsed", "decision_in_effect", "record"} <= set(kinds)
    await objection_of_the_last_day_is_entered_after_the_close(house, case)


async def objection_of_the_last_day_is_entered_after_the_close(house: House, case: UUID) -> None:
    """The paper's date counts: the effect is taken back, the case is open again and told so."""
    entered = date(2024, 12, 27)
    await house.today_is(entered)
    paper: dict[str, Any] = {"number": "K/1", "scan": await house.sealed_item(case)}
    for kind, day, code in (
        ("objection_received", EFFECT, "remedy-lapsed"),
        ("appeal_received", LAST_DAY, "wrong-remedy"),
    ):
        with pytest.raises(Refused) as refused:
            await house.acts(
                "bkpsdm-3508", kind, case, entered, respondent=1, paper_date=str(day), **paper
            )
        assert refused.value.code == code
    said: dict[str, Any] = {"respondent": 1, "paper_date": str(LAST_DAY), **paper}
    await house.acts("bkpsdm-3508", "objection_received", case, entered, **said)
    with pytest.raises(Refused, match="remedy-already-filed"):
        await house.acts("bkpsdm-3508", "objection_received", case, entered, **said)

    await house.found(
        "select 1 from workflow.clock where case_id = $1 and key = 'OBJECTION_DECIDE'"
        " and state = 'running'",
        case,
    )
    row = await house.row(
        "select r.stage, r.outcome, r.effective_on, r.sanction, c.closed_at, c.stage as of_case"
        " from workflow.respondent r join workflow.cases c using (case_id) where case_id = $1",
        case,
    )
    assert row == {
        "stage": "under_remedy",
        "outcome": None,
        "effective_on": None,
        "sanction": SANCTION,
        "closed_at": None,
        "of_case": "under_remedy",
    }
    told = (await house.events(case))[-1]["data"]
    assert told["stage"] == "under_remedy"
    assert told["complaints"][0]["respondents"][0]["outcome"] is None
