"""Who is asked, who is not, and who may no longer act in a case."""

import asyncio

import pytest

from services.kit.access.directory import FRESH_FOR
from services.kit.errors import NotFound, Refused
from tests.workflow.spine.drive import TODAY, a_case, opened
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
            "insert into workflow.recusal (case_id, person_id, part, recorded_by)"
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
