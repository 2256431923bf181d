"""The criminal side runs beside the case, stops nothing, and may outlive it."""

from datetime import date
from uuid import UUID

import pytest

from services.kit.errors import Refused
from services.workflow.acts import ActReceipt
from tests.workflow.spine.drive import TODAY, a_case, cleared
from tests.workflow.spine.house import House, a_respondent

EARLY = date(2024, 10, 7)
"""The day before the referral."""


async def referred(
    house: House, case: UUID, number: str, letter_date: str = "2024-10-08"
) -> ActReceipt:
    return await house.acts(
        "inspector-3508",
        "criminal_referral",
        case,
        TODAY,
        to="Gakkumdu",
        number=number,
        letter_date=letter_date,
        provision="Pilkada 71/188",
    )


async def stopped(house: House, case: UUID, number: str, on: date = TODAY) -> ActReceipt:
    """The police tell that they go no further."""
    return await house.acts(
        "inspector-3508", "criminal_result", case, on, result="stopped", number=number
    )


async def test_a_criminal_matter_runs_beside_the_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011011"))
    with pytest.raises(Refused) as early:
        await stopped(house, case, "1")
    assert early.value.code == "no-criminal-referral"
    with pytest.raises(Refused, match="date-before-step"):
        await referred(house, case, "180/0", "2020-01-01")
    await referred(house, case, "180/1")
    with pytest.raises(Refused, match="date-before-step"):
        await stopped(house, case, "2", EARLY)
    receipt = await stopped(house, case, "2")

    assert receipt.kind == "criminal_result"
    assert (await house.asked("review", case))["state"] == "open"


async def test_a_criminal_matter_outlives_the_case_and_nothing_else_does(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011012"))
    await referred(house, case, "180/2")
    await cleared(house, case)
    with pytest.raises(Refused, match="date-before-step"):
        await referred(house, case, "180/0", "2020-01-01")
    with pytest.raises(Refused, match="date-before-step"):
        await stopped(house, case, "3", EARLY)
    receipt = await stopped(house, case, "3")
    with pytest.raises(Refused) as over:
        await house.acts(
            "inspector-3508", "extend_investigation", case, TODAY, reason="a", working_days=1
        )

    assert receipt.case_id == case
    assert over.value.code == "already-ended"
