"""One time-skipping server for the tracks' tests, and a track that runs on it."""

import sysconfig
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from services.workflow.workflows.state import OpenedTrack, track_workflow
from services.workflow.workflows.track import TrackWorkflow
from tests.workflow.tracks.office import Office

Running = Callable[[Office, OpenedTrack], Awaitable[Office]]


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    server = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(server),
        test_server_startup_timeout=timedelta(seconds=60),
        data_converter=pydantic_data_converter,
    ) as environment:
        yield environment


@pytest.fixture
async def run(temporal: WorkflowEnvironment) -> AsyncIterator[Running]:
    """Starts a track whose activities are the office's; it is ended with the test."""
    async with AsyncExitStack() as stack:

        async def started(office: Office, track: OpenedTrack) -> Office:
            queue = f"tracks-{uuid4()}"
            worker = Worker(
                temporal.client,
                task_queue=queue,
                workflows=[TrackWorkflow],
                activities=office.activities(),
            )
            await stack.enter_async_context(worker)
            office.handle = await temporal.client.start_workflow(
                TrackWorkflow.run,
                track,
                id=track_workflow(track.case_id, track.n, track.round),
                task_queue=queue,
            )
            return office

        yield started
