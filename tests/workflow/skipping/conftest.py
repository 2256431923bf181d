"""A time-skipping server for each test, and what runs on it.

One clock, so one workflow at a time; and what ends in the middle of an activity can leave the clock
of its server locked, which the next test would wait for in vain.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from services.workflow.workflows.case import CaseWorkflow
from services.workflow.workflows.complaint import ComplaintWorkflow
from services.workflow.workflows.late import LateWorkflow
from services.workflow.workflows.state import (
    LateFact,
    OpenedCase,
    ReceivedComplaint,
    case_workflow,
    complaint_workflow,
    late_workflow,
)
from tests.workflow.recording import keep
from tests.workflow.skipping.desk import Desk
from tests.workflow.working import skipping_time, working

Started = OpenedCase | ReceivedComplaint | LateFact
Runs = Callable[[Started], Awaitable[None]]


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    async with skipping_time() as environment:
        yield environment


@pytest.fixture
async def desk(
    skipping: WorkflowEnvironment, request: pytest.FixtureRequest
) -> AsyncIterator[Desk]:
    """A desk on today's date of the server; what it started is ended with the test."""
    async with AsyncExitStack() as stack:
        made = Desk((await skipping.get_current_time()).date())
        queue = f"skipping-{uuid4()}"
        worker = Worker(
            skipping.client,
            task_queue=queue,
            workflows=[ComplaintWorkflow, CaseWorkflow, LateWorkflow],
            activities=made.activities(),
        )
        await stack.enter_async_context(working(worker))

        async def runs(argument: Started) -> None:
            if isinstance(argument, OpenedCase):
                name, workflow_id = "CaseWorkflow", case_workflow(argument.case_id)
            elif isinstance(argument, LateFact):
                name = "LateWorkflow"
                workflow_id = late_workflow(argument.complaint_id, argument.supplement)
            else:
                name = "ComplaintWorkflow"
                workflow_id = complaint_workflow(argument.complaint_id)
            made.handle = await skipping.client.start_workflow(
                name, argument, id=workflow_id, task_queue=queue
            )

        made.runs = runs
        yield made
        await _recorded(made, request.node.name)
        if made.handle is not None:
            description = await made.handle.describe()
            if description.status is not None and description.status.name == "RUNNING":
                await made.handle.terminate()


async def _recorded(desk: Desk, test: str) -> None:
    """With NETRAL_RECORD_HISTORIES=<folder> a history is kept, to be replayed for ever."""
    folder = os.environ.get("NETRAL_RECORD_HISTORIES")
    if folder is None or desk.handle is None or "silence" in test:  # months of nothing are long
        return
    kind = str(desk.handle.id).partition("/")[0]
    name = f"{kind}-{test.removeprefix('test_').removeprefix('a_')}.json"
    await keep(await desk.handle.fetch_history(), Path(folder, name))
