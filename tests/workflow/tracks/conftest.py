"""One time-skipping server for the tracks' tests, and a track that runs on it."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from services.workflow.workflows.state import OpenedTrack, track_workflow
from services.workflow.workflows.track import TrackWorkflow
from tests.workflow.recording import keep
from tests.workflow.tracks.office import Office
from tests.workflow.working import skipping_time, working

Running = Callable[[Office, OpenedTrack], Awaitable[Office]]


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    async with skipping_time() as environment:
        yield environment


@pytest.fixture
async def run(
    temporal: WorkflowEnvironment, request: pytest.FixtureRequest
) -> AsyncIterator[Running]:
    """Starts a track whose activities are the office's; it is ended with the test."""
    offices: list[Office] = []
    async with AsyncExitStack() as stack:

        async def started(office: Office, track: OpenedTrack) -> Office:
            queue = f"tracks-{uuid4()}"
            worker = Worker(
                temporal.client,
                task_queue=queue,
                workflows=[TrackWorkflow],
                activities=office.activities(),
            )
            await stack.enter_async_context(working(worker))
            office.handle = await temporal.client.start_workflow(
                TrackWorkflow.run,
                track,
                id=track_workflow(track.case_id, track.n, track.round),
                task_queue=queue,
            )
            offices.append(office)
            return office

        yield started
        await _recorded(offices, request.node.name)


async def _recorded(offices: list[Office], test: str) -> None:
    """With NETRAL_RECORD_HISTORIES=<folder> a story's history is kept, to be replayed for ever."""
    folder = os.environ.get("NETRAL_RECORD_HISTORIES")
    if folder is None or not test.startswith("test_story_"):
        return
    handle = offices[0].handle
    assert handle is not None
    name = "-".join(test.split("_")[1:3])
    await keep(await handle.fetch_history(), Path(folder, f"track-{name}.json"))
