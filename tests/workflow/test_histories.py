"""Released histories replay on today's code: a matter of months survives every deployment.

Recorded by `NETRAL_RECORD_HISTORIES=tests/workflow/histories pytest tests/workflow`. A file that
was released is never recorded again: a change that breaks it goes behind `workflow.patched`.
"""

from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from services.workflow.rules.book import Rulebook
from services.workflow.workflows.case import CaseWorkflow
from services.workflow.workflows.complaint import ComplaintWorkflow
from services.workflow.workflows.late import LateWorkflow
from services.workflow.workflows.state import OpenedTrack, TrackClosed
from services.workflow.workflows.track import TrackWorkflow
from tests.workflow.recording import kept

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


@workflow.defn(name="TrackWorkflow")
class HastyWorkflow(TrackWorkflow):
    """A change that breaks every open track: it writes a note before it asks who he is."""

    @workflow.init
    def __init__(self, opened: OpenedTrack) -> None:
        super().__init__(opened)

    @workflow.run
    async def run(self, opened: OpenedTrack) -> TrackClosed:
        await self._note("opened")
        return await super().run(opened)


def history(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text())


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    replayer = Replayer(
        workflows=[ComplaintWorkflow, CaseWorkflow, TrackWorkflow, LateWorkflow],
        data_converter=pydantic_data_converter,
    )
    replayed = await replayer.replay_workflow(history(path))
    assert replayed.replay_failure is None


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_does_not_say_where_it_was_recorded(path: Path) -> None:
    recorded = path.read_text()

    assert recorded == kept(recorded)
    assert "site-packages" not in recorded


def test_a_failure_is_kept_without_its_stack_trace() -> None:
    failed = (
        '{"identity":"1@host","failure":[{"message":"no","stackTrace":"File \\"/home/x.py\\""}]}'
    )

    assert kept(failed) == '{"identity":"","failure":[{"message":"no","stackTrace":""}]}'


async def test_a_change_that_breaks_an_open_track_is_found() -> None:
    path = next(path for path in HISTORIES if path.stem.startswith("track-"))
    replayer = Replayer(workflows=[HastyWorkflow], data_converter=pydantic_data_converter)
    with pytest.raises(NondeterminismError):
        await replayer.replay_workflow(history(path))


@pytest.mark.parametrize("story", ["2", "5", "10"])
async def test_a_book_that_has_changed_since_changes_no_open_track(
    story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied = Rulebook.load().model_copy(update={"step": (), "violation": (), "matrix": ()})
    monkeypatch.setattr(Rulebook, "load", lambda: emptied)
    path = next(path for path in HISTORIES if path.stem == f"track-story-{story}")
    replayer = Replayer(workflows=[TrackWorkflow], data_converter=pydantic_data_converter)
    replayed = await replayer.replay_workflow(history(path))
    assert replayed.replay_failure is None
