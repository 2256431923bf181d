"""No input makes a 500, or an answer that the OpenAPI does not describe."""

import pytest

from tests.nonsense import finds_nothing
from tests.served import served
from tests.workflow.edge.world import World


@pytest.mark.timeout(180)
async def test_no_input_makes_a_500_or_an_undescribed_answer(world: World) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    task_id = await world.task("investigate", "auditor", case_id=case_id)
    world.acting.refuses = None
    async with served(world.app, alone=True) as url:
        await finds_nothing(
            url,
            world.tokens["auditor-3508"],
            there={"case_id": case_id, "task_id": task_id, "complaint_id": complaint_id},
            examples=4,
            without=(
                # To say that one is in the case oneself closes it to whoever asks next.
                "/v1/cases/{case_id}/recusal",
                "/v1/complaints/{complaint_id}/recusal",
                # It passes on what intake answers; intake is away here (503) and is searched by
                # itself.
                "/v1/findings",
            ),
        )
