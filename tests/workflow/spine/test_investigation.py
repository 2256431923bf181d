"""The Inspektorat's part: who gets a track, on what, and in what time."""

from datetime import date

import pytest

from services.contracts.complaint import Recommendation
from services.contracts.law import ComplaintKind
from services.kit.errors import Refused
from tests.workflow.spine.drive import TODAY, a_case, investigated, proven
from tests.workflow.spine.house import House, a_respondent


async def test_a_proven_finding_starts_a_track_for_its_respondent_only(house: House) -> None:
    case = await a_case(
        house, a_respondent("198001012005011004"), a_respondent("198001012005011005")
    )
    await investigated(house, case, proven(1), {"respondent": 2, "proven": False})
    task = await house.asked("profile", case, 1)
    await house.asked("clearance", case, 2)

    assert task["workflow_id"] == f"track/{case}/1"
    assert (
        await house.row(
            "select 1 from workflow.task where case_id = $1 and kind = 'profile'"
            " and respondent = 2",
            case,
        )
        is None
    )


async def test_tracks_without_an_investigation_need_a_recommendation(house: House) -> None:
    plain = await a_case(house, a_respondent("198001012005011006"))
    with pytest.raises(Refused) as refused:
        await house.answers(
            "inspector-3508", "review", plain, TODAY, choice="open_tracks", findings=[proven(1)]
        )
    assert refused.value.code == "no-recommendation"
    referred = await a_case(
        house,
        a_respondent("198001012005011007"),
        kind=ComplaintKind.REFERRAL,
        recommendation=Recommendation(number="R/1"),
    )
    await house.answers(
        "inspector-3508", "review", referred, TODAY, choice="open_tracks", findings=[proven(1)]
    )
    await house.asked("profile", referred, 1)


async def test_an_investigation_is_extended_once_by_at_most_ten_days(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011008"))
    await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")
    await house.answers(
        "inspector-3508",
        "team",
        case,
        TODAY,
        number="700/2",
        letter_date="2024-10-08",
        lead_id="auditor-3508",
    )
    before = await house.asked("investigate", case)
    await house.acts(
        "inspector-3508", "extend_investigation", case, TODAY, reason="canary", working_days=10
    )
    after = await house.asked("investigate", case)
    with pytest.raises(Refused) as again:
        await house.acts(
            "inspector-3508", "extend_investigation", case, TODAY, reason="x", working_days=1
        )

    assert before["due_on"] == date(2024, 10, 29)
    assert after["due_on"] == date(2024, 11, 12)
    assert again.value.code == "already-extended"


async def test_deciding_before_a_hearing_is_refused_with_the_law(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011010"))
    with pytest.raises(Refused) as refused:
        await house.acts("ppk-3508", "decide", case, TODAY, respondent=1, sanction="pns.light.oral")

    assert refused.value.code == "not-examined"
    assert refused.value.citation
