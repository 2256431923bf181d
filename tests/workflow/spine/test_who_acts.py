"""Who is asked, who is not, and who may no longer act in a case."""

import asyncio
from typing import Any

import pytest

from services.kit.access.directory import FRESH_FOR
from services.kit.errors import NotFound, Refused
from tests.workflow.spine.drive import TODAY, a_case, investigated, opened, proven, routed_below
from tests.workflow.spine.house import House, a_respondent


async def test_who_was_not_asked_does_not_find_the_task(house: House) -> None:
    complaint = await house.receives()
    with pytest.raises(NotFound):
        await house.answers("camat-3508", "triage", complaint, TODAY, choice="accept")
    with pytest.raises(NotFound):
        await house.answers("intake-officer-6105", "triage", complaint, TODAY, choice="accept")


async def test_who_declared_a_part_of_his_own_acts_no_more_in_the_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011010"))
    async with house.database.transaction() as conn:
        await conn.execute(
            "insert into workflow.recusal (matter_id, person_id, part, recorded_by)"
            " values ($1, 'inspector-3508', 'related', 'inspector-3508')",
            case,
        )
    with pytest.raises(Refused) as refused:
        await house.answers("inspector-3508", "review", case, TODAY, choice="investigate")

    assert (refused.value.code, refused.value.about) == ("decider-involved", "who")
    assert refused.value.citation


async def test_a_complaint_about_the_inspektorat_goes_to_the_substitute(house: House) -> None:
    async with house.database.transaction() as conn:
        await conn.execute(
            "update access.person set nip_digest = $1 where id = 'auditor-3508-2'",
            house.nip_digest("197901012004011001"),
        )
    await asyncio.sleep(FRESH_FOR + 0.1)  # the promised age of the directory's readings
    complaint = await house.receives(a_respondent("197901012004011001"))
    task = await house.asked("triage", complaint)
    assert task["role"] == "substitute"
    with pytest.raises(NotFound):
        await house.answers("intake-officer-3508", "triage", complaint, TODAY, choice="accept")
    await house.answers("substitute-3508", "triage", complaint, TODAY, choice="accept")
    case = await opened(house, complaint)

    assert (await house.asked("review", case))["role"] == "substitute"
    referral: dict[str, Any] = {
        "to": "Gakkumdu",
        "number": "180/9",
        "letter_date": "2024-10-08",
        "provision": "Pilkada 71/188",
    }
    # What the Inspektorat may do at any time is his here, and nowhere else.
    receipt = await house.acts("substitute-3508", "criminal_referral", case, TODAY, **referral)
    assert receipt.kind == "criminal_referral"
    usual = await a_case(house, a_respondent("198001012005011015"))
    with pytest.raises(Refused, match="not-your-act"):
        await house.acts("substitute-3508", "criminal_referral", usual, TODAY, **referral)


async def test_an_inaction_is_recorded_of_whom_something_was_asked(house: House) -> None:
    inaction: dict[str, Any] = {"by": "superior", "post_id": "kabid-3508", "since": "2024-10-07"}
    case = await a_case(house, a_respondent("198001012005011016"))
    for respondent in (None, 1):
        with pytest.raises(Refused, match="nothing-was-asked-of-him"):
            await house.acts(
                "inspector-3508", "inaction", case, TODAY, respondent=respondent, **inaction
            )
    complaint = await house.receives(a_respondent("198001012005011017"))
    await routed_below(house, complaint)
    below = await opened(house, complaint)
    with pytest.raises(Refused, match="not-overdue"):
        await house.acts("inspector-3508", "inaction", below, TODAY, **inaction)


async def test_its_own_people_never_join_a_case_of_the_inspektorat(house: House) -> None:
    usual = await a_case(house, a_respondent("198001012005011018"))
    own = await house.receives(a_respondent(office="Inspektorat Daerah"))
    assert (await house.asked("triage", own))["role"] == "substitute"
    with pytest.raises(Refused) as joined:
        await house.answers(
            "substitute-3508", "triage", own, TODAY, choice="join", case_id=str(usual)
        )
    assert (joined.value.code, bool(joined.value.citation)) == ("substitute-handles", True)

    await house.answers("substitute-3508", "triage", own, TODAY, choice="accept")
    hidden = await opened(house, own)
    other = await house.receives(a_respondent("198001012005011019"))
    with pytest.raises(Refused, match="case-unknown"):
        await house.answers(
            "intake-officer-3508", "triage", other, TODAY, choice="join", case_id=str(hidden)
        )


async def test_a_profile_of_the_inspektorat_takes_the_case_from_the_inspektorat(
    house: House,
) -> None:
    case = await a_case(
        house, a_respondent("198001012005011020"), a_respondent("198001012005011021")
    )
    await investigated(house, case, proven(1), {"respondent": 2, "proven": False})
    asked = await house.asked("clearance", case, 2)
    profile: dict[str, Any] = {
        "category_at_act": "pns",
        "category_today": "pns",
        "level": "administrator",
        "post_id": "irban-3508",
        "superior_post_id": "inspector-3508",
    }
    await house.answers("bkpsdm-3508", "profile", case, TODAY, respondent=1, **profile)
    letter: dict[str, Any] = {"number": "700/2", "letter_date": str(TODAY)}
    with pytest.raises(NotFound):
        await house.answers("inspector-3508", "clearance", case, TODAY, respondent=2, **letter)
    await house.answers("substitute-3508", "clearance", case, TODAY, respondent=2, **letter)

    assert asked["role"] == "inspector"
    person = await house.row(
        "select role from workflow.act where case_id = $1 and kind = 'clearance'", case
    )
    assert person == {"role": "substitute"}
