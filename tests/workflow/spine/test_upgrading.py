"""An app that is newer than its worker, on a real Temporal."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.contracts.law import Role
from services.kit.errors import Unavailable
from services.workflow.acts import Act, Actor, Facts
from services.workflow.workflows.state import complaint_workflow
from tests.workflow.spine.drive import TODAY
from tests.workflow.spine.house import House


class NewerAct(Act):
    """An act as a later version sends it, with one thing more."""

    known_later: str = "x"


async def test_an_act_that_the_worker_cannot_read_yet_waits_and_has_no_effect(house: House) -> None:
    complaint = await house.receives()
    task = await house.asked("triage", complaint)
    act = Act(
        act_id=uuid4(),
        task_id=task["task_id"],
        kind="triage",
        person=Actor(id="intake-officer-3508", roles=(Role.INTAKE_OFFICER,), jurisdiction="35.08"),
        happened_on=TODAY,
        recorded_at=datetime(2024, 10, 8, 4, tzinfo=UTC),
        answer={"choice": "refer_out", "to": "Kabupaten lain", "reason": "a"},
        facts=Facts(today=TODAY),
    )
    newer = NewerAct.model_validate(act.model_dump())

    with pytest.raises(Unavailable) as behind:
        await house.orchestrator.answer(complaint_workflow(complaint), newer)
    receipt = await house.orchestrator.answer(complaint_workflow(complaint), act)

    assert behind.value.code == "worker-behind"
    assert receipt.act_id == act.act_id
