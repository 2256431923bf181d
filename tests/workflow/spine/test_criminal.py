"""The criminal side runs beside the case, stops nothing, and may outlive it."""

from datetime import date

import pytest

from services.kit.errors import Refused
from tests.workflow.spine.drive import TODAY, a_case, cleared
from tests.workflow.spine.house import House, a_respondent


async def test_a_criminal_matter_runs_beside_the_case(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011011"))
    with pytest.raises(Refused) as early:
        await house.acts(
            "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="1"
        )
    assert early.value.code == "no-criminal-referral"
    with pytest.raises(Refused, match="date-before-step"):
        await house.acts(
            "inspector-3508",
            "criminal_referral",
            case,
            TODAY,
            to="Gakkumdu",
            number="180/0",
            letter_date="2020-01-01",
            provision="Pilkada 71/188",
        )
    await house.acts(
        "inspector-3508",
        "criminal_referral",
        case,
        TODAY,
        to="Gakkumdu",
        number="180/1",
        letter_date="2024-10-08",
        provision="Pilkada 71/188",
    )
    with pytest.raises(Refused, match="date-before-step"):
        await house.acts(
            "inspector-3508",
            "criminal_result",
            case,
            date(2024, 10, 7),
            result="stopped",
            number="2",
        )
    receipt = await house.acts(
        "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="2"
    )

    assert receipt.kind == "criminal_result"
    assert (await house.asked("review", case))["state"] == "open"


async def test_a_criminal_matter_outlives_the_case_and_nothing_else_does(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011012"))
    await house.acts(
        "inspector-3508",
        "criminal_referral",
        case,
        TODAY,
        to="Gakkumdu",
        number="180/2",
        letter_date="2024-10-08",
        provision="Pilkada 71/188",
    )
    await cleared(house, case)
    early = date(2024, 10, 7)
    with pytest.raises(Refused, match="date-before-step"):
        await house.acts(
            "inspector-3508",
            "criminal_referral",
            case,
            TODAY,
            to="Gakkumdu",
            number="180/0",
            letter_date="2020-01-01",
            provision="Pilkada 71/188",
        )
    with pytest.raises(Refused, match="date-before-step"):
        await house.acts(
            "inspector-3508", "criminal_result", case, early, result="stopped", number="3"
        )
    receipt = await house.acts(
        "inspector-3508", "criminal_result", case, TODAY, result="stopped", number="3"
    )
    with pytest.raises(Refused) as over:
        await house.acts(
            "inspector-3508", "extend_investigation", case, TODAY, reason="a", working_days=1
        )

    assert receipt.case_id == case
    assert over.value.code == "already-ended"
