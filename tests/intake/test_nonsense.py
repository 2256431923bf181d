"""No input makes a 500, or an answer that the OpenAPI does not describe."""

import pytest

from services.intake.app import build
from tests.intake.conftest import Counter
from tests.nonsense import finds_nothing
from tests.served import served


@pytest.mark.timeout(180)
async def test_no_input_makes_a_500_or_an_undescribed_answer(counter: Counter) -> None:
    complaint_id = await counter.a_complaint()
    async with served(build(counter.settings)) as url:
        await finds_nothing(
            url, counter.tokens["bawaslu-3508"], there={"complaint_id": complaint_id}
        )
