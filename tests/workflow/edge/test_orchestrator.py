"""Whatever Temporal says of an act on its way: a known outcome, or one that a repetition finds."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from services.contracts.law import Role
from services.kit.errors import Unavailable
from services.workflow import orchestrator
from services.workflow.acts import Act, Actor, Facts
from services.workflow.orchestrator import Ended, Orchestrator


class Handle:
    """An update that ends as it is told to."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    async def execute_update(self, *_: Any, **__: Any) -> None:
        if self._error is not None:
            raise self._error
        raise TimeoutError


class Connected(Orchestrator):
    """A client that is there, and answers by hand."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__("127.0.0.1:1", "default", {})
        self._handle = Handle(error)

    async def client(self) -> Any:
        return self

    def get_workflow_handle(self, _: str) -> Handle:
        return self._handle


def an_act() -> Act:
    return Act(
        act_id=uuid4(),
        kind="triage",
        person=Actor(id="a", roles=(Role.INSPECTOR,), jurisdiction="35.08"),
        happened_on=date(2024, 10, 8),
        recorded_at=datetime(2024, 10, 8, tzinfo=UTC),
        facts=Facts(today=date(2024, 10, 8)),
    )


@pytest.mark.parametrize(
    "status", [status for status in RPCStatusCode if status is not RPCStatusCode.NOT_FOUND]
)
async def test_an_error_on_the_way_leaves_the_outcome_unknown(status: RPCStatusCode) -> None:
    error = RPCError("a worker died with it", status, b"")

    with pytest.raises(Unavailable) as away:
        await Connected(error).answer("case/x", an_act())

    assert away.value.code == "answer-outcome-unknown"
    assert away.value.retry_after is not None


async def test_a_workflow_that_is_not_there_has_ended() -> None:
    with pytest.raises(Ended):
        await Connected(RPCError("gone", RPCStatusCode.NOT_FOUND, b"")).answer("case/x", an_act())


@pytest.mark.parametrize(
    "said",
    [
        "Failed decoding arguments",
        "Update handler for 'answer' expected but not found, and there is no dynamic handler.",
    ],
)
async def test_a_worker_that_is_older_than_the_act_is_waited_for(said: str) -> None:
    error = WorkflowUpdateFailedError(ApplicationError(said, type="RuntimeError"))

    with pytest.raises(Unavailable) as behind:
        await Connected(error).answer("case/x", an_act())

    assert behind.value.code == "worker-behind"
    assert behind.value.retry_after.total_seconds() > 0


async def test_a_mistake_of_a_workflow_is_no_upgrade() -> None:
    error = WorkflowUpdateFailedError(ApplicationError("it broke", type="RuntimeError"))

    with pytest.raises(WorkflowUpdateFailedError):
        await Connected(error).answer("case/x", an_act())


async def test_an_answer_that_does_not_come_is_waited_for_ten_seconds_only() -> None:
    assert orchestrator.PATIENCE.total_seconds() == 10

    with pytest.raises(Unavailable) as away:
        await Connected(None).answer("case/x", an_act())

    assert away.value.code == "answer-outcome-unknown"
