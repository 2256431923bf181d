"""A case that was routed below, and what follows when the date that was set there is missed."""

from datetime import date, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from services.contracts.law import Category, Outcome, Stage
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from services.workflow.workflows.state import RoutedBelow, TrackClosed, TrackMoved
from tests.workflow.skipping.desk import Desk, a_case
from tests.workflow.skipping.walks import cleared, ends, proven, reported, taken_back


async def a_missed_date_below(
    desk: Desk, skipping: WorkflowEnvironment, *categories: Category
) -> date:
    """The date that was missed, and a person who is asked what follows."""
    due = desk.today + timedelta(days=5)
    await desk.runs(a_case(desk.today, *categories, below=RoutedBelow(to="superior", due_on=due)))
    await desk.until(lambda: bool(desk.tracks), "a track at once")
    await desk.passes(skipping, 7)
    await desk.asked("take_back")
    return due


async def test_a_missed_date_below_is_taken_back_by_a_person(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    due = desk.today + timedelta(days=5)
    await desk.runs(a_case(desk.today, below=RoutedBelow(to="superior", due_on=due)))
    await desk.until(lambda: len(desk.tracks) == 1, "a track at once")
    await desk.passes(skipping, 3)
    assert not desk.tasks
    await desk.passes(skipping, 4)
    await taken_back(desk)
    await ends(desk, TrackClosed(n=1, taken_back=True))
    await reported(desk, proven(1))
    await desk.until(lambda: len(desk.tracks) == 2, "a second round")
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))  # the first round's, late
    assert not desk.closed
    await ends(desk, TrackClosed(n=1, round=2, outcome=Outcome.SANCTIONED))
    assert desk.handle is not None

    assert await desk.handle.result() == "closed"
    assert [track.track.round for track in desk.tracks] == [1, 2]
    assert desk.case_moves[0].change.point is Point.REVIEW


async def test_a_decision_below_in_time_is_asked_about_no_more(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    due = desk.today + timedelta(days=5)
    await desk.runs(a_case(desk.today, below=RoutedBelow(to="superior", due_on=due)))
    await desk.until(lambda: len(desk.tracks) == 1, "a track at once")
    assert desk.handle is not None
    await desk.handle.signal("track_moved", TrackMoved(n=1, stage=Stage.DECIDED))
    await desk.passes(skipping, 30)
    assert not desk.tasks
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))

    assert await desk.handle.result() == "closed"


async def test_whoever_is_cleared_below_is_not_taken_back(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    await a_missed_date_below(desk, skipping)
    assert desk.handle is not None
    asked = await desk.asked("take_back")
    await desk.handle.signal("track_moved", TrackMoved(n=1, stage=Stage.DECIDING, cleared=True))
    await desk.until(lambda: not desk.tasks, "the question is withdrawn")
    assert desk.notes[-1][2] == {"reason": "decided_below"}
    desk.tasks[asked.task_id] = asked  # a page that was opened before
    with pytest.raises(Refused, match="task-not-open"):
        await desk.answers("inspector", "take_back", desk.today, choice="take_back", reason="a")
    await ends(desk, TrackClosed(n=1, outcome=Outcome.NOT_PROVEN))

    assert await desk.handle.result() == "closed"
    assert not desk.case_moves


async def test_a_case_whose_respondent_is_cleared_while_it_is_taken_back_is_not_reviewed(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    await a_missed_date_below(desk, skipping)
    await taken_back(desk)
    assert desk.handle is not None
    await ends(desk, TrackClosed(n=1, outcome=Outcome.NOT_PROVEN))

    assert await desk.handle.result() == "closed"
    assert not desk.case_moves


async def test_nothing_is_taken_back_before_its_date_was_missed(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    due = await a_missed_date_below(desk, skipping)
    assert (await desk.asked("take_back")).anchor_on == due
    with pytest.raises(Refused) as early:
        await desk.answers("inspector", "take_back", due, choice="take_back", reason="a")
    assert (early.value.code, early.value.params["due_on"]) == ("not-missed-yet", due.isoformat())
    assert desk.handle is not None
    await ends(desk, TrackClosed(n=1, outcome=Outcome.NOT_PROVEN))
    await desk.handle.result()


async def test_who_is_taken_back_is_under_review_again_and_who_was_cleared_is_not(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    await a_missed_date_below(desk, skipping, Category.PNS, Category.PNS)
    assert desk.handle is not None
    await desk.handle.signal("track_moved", TrackMoved(n=2, stage=Stage.DECIDING, cleared=True))
    await taken_back(desk)
    await ends(desk, TrackClosed(n=1, taken_back=True))

    assert (await desk.asked("review")).context["respondents"] == [1]
    assert [(change.n, change.point) for change in desk.changes] == [(1, Point.REVIEW)]
    await ends(desk, TrackClosed(n=2, outcome=Outcome.NOT_PROVEN))
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)
    await desk.handle.result()
