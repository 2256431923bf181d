"""A case while the days go by, and while others join it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.testing import WorkflowEnvironment

from services.contracts.law import Category, Outcome, Stage
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from services.workflow.workflows.state import (
    Carried,
    CaseCarried,
    JoinedComplaint,
    NamedRespondent,
    RespondentState,
    RoutedBelow,
    TrackClosed,
    TrackMoved,
)
from tests.workflow.skipping.desk import Desk, a_case


def proven(n: int) -> dict[str, Any]:
    return {
        "respondent": n,
        "proven": True,
        "violations": ["disc.social-media-campaign"],
        "act_from": "2024-10-07",
    }


def not_proven(n: int) -> dict[str, Any]:
    return {"respondent": n, "proven": False}


async def reported(desk: Desk, *findings: dict[str, Any]) -> None:
    await desk.answers("inspector", "review", desk.today, choice="investigate")
    await desk.answers(
        "inspector",
        "team",
        desk.today,
        number="700/1",
        letter_date=desk.today.isoformat(),
        lead_id="person-auditor",
    )
    await desk.answers(
        "auditor",
        "investigate",
        desk.today,
        number="LHP/1",
        lhp_date=desk.today.isoformat(),
        author_ids=["person-auditor"],
        findings=list(findings),
        scan=str(uuid4()),
    )


async def ends(desk: Desk, closed: TrackClosed) -> None:
    assert desk.handle is not None
    await desk.handle.signal("track_closed", closed)


async def test_a_case_closes_after_its_last_respondent(desk: Desk) -> None:
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS, Category.PNS))
    await reported(desk, proven(1), not_proven(2), proven(3))
    await desk.answers(
        "inspector", "clearance", desk.today, number="1", letter_date=desk.today.isoformat()
    )
    await desk.until(lambda: len(desk.tracks) == 2, "two tracks")
    await ends(desk, TrackClosed(n=3, outcome=Outcome.SANCTIONED))
    assert not desk.closed
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))
    assert desk.handle is not None

    assert await desk.handle.result() == "closed"
    assert [track.track.n for track in desk.tracks] == [1, 3]
    assert desk.changes[-1].outcome is Outcome.NOT_PROVEN
    assert len(desk.closed) == 1


async def test_a_case_does_not_close_over_a_remedy_that_was_entered_late(desk: Desk) -> None:
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS))
    await reported(desk, proven(1), proven(2))
    await desk.until(lambda: len(desk.tracks) == 2, "two tracks")
    assert desk.handle is not None
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))
    await desk.handle.signal("track_moved", TrackMoved(n=1, stage=Stage.UNDER_REMEDY, round=2))
    await ends(desk, TrackClosed(n=2, outcome=Outcome.SANCTIONED))
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))  # of the round that is over
    assert not desk.closed
    await ends(desk, TrackClosed(n=1, round=2, outcome=Outcome.SANCTIONED))

    assert await desk.handle.result() == "closed"


async def test_a_report_without_a_finding_for_each_is_refused(desk: Desk) -> None:
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS))
    with pytest.raises(Refused) as refused:
        await reported(desk, proven(1))

    assert refused.value.code == "finding-missing"


async def cleared(desk: Desk) -> None:
    await desk.answers(
        "inspector", "clearance", desk.today, number="1", letter_date=desk.today.isoformat()
    )


async def test_papers_that_are_not_enough_clear_everybody_by_letter(desk: Desk) -> None:
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS))
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)
    assert desk.handle is not None
    assert not desk.closed
    await cleared(desk)

    assert await desk.handle.result() == "insufficient"
    assert desk.closed[0].reason_code == "insufficient"
    assert {(c.n, c.outcome, c.reason_code) for c in desk.changes} == {
        (1, Outcome.NOT_PROVEN, "insufficient"),
        (2, Outcome.NOT_PROVEN, "insufficient"),
    }


async def test_who_joins_while_others_are_cleared_is_looked_into(desk: Desk) -> None:
    await desk.runs(a_case(desk.today))
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await desk.asked("clearance")
    assert desk.handle is not None
    late = NamedRespondent(respondent=2, category=Category.PNS)
    await desk.handle.signal(
        "joined", JoinedComplaint(complaint_id=uuid4(), new_respondents=(late,))
    )
    await cleared(desk)
    await desk.asked("review")
    assert not desk.closed
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)

    assert await desk.handle.result() == "closed"
    assert desk.closed[0].known == (1, 2)


async def test_a_missed_date_below_is_taken_back_by_a_person(
    desk: Desk, skipping: WorkflowEnvironment
) -> None:
    due = desk.today + timedelta(days=5)
    await desk.runs(a_case(desk.today, below=RoutedBelow(to="superior", due_on=due)))
    await desk.until(lambda: len(desk.tracks) == 1, "a track at once")
    await desk.passes(skipping, 3)
    assert not desk.tasks
    await desk.passes(skipping, 4)
    await desk.answers("inspector", "take_back", desk.today, choice="take_back", reason="a")
    await desk.until(lambda: bool(desk.signals("taken_back")), "told the track")
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
    await desk.answers("inspector", "take_back", desk.today, choice="take_back", reason="a")
    await desk.until(lambda: bool(desk.signals("taken_back")), "told the track")
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
    await desk.answers("inspector", "take_back", desk.today, choice="take_back", reason="a")
    await desk.until(lambda: bool(desk.signals("taken_back")), "told the track")
    await ends(desk, TrackClosed(n=1, taken_back=True))

    assert (await desk.asked("review")).context["respondents"] == [1]
    assert [(change.n, change.point) for change in desk.changes] == [(1, Point.REVIEW)]
    await ends(desk, TrackClosed(n=2, outcome=Outcome.NOT_PROVEN))
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)
    await desk.handle.result()


async def test_a_person_who_joins_late_is_looked_into_before_the_close(desk: Desk) -> None:
    await desk.runs(a_case(desk.today))
    await reported(desk, proven(1))
    await desk.until(lambda: len(desk.tracks) == 1, "a track")
    assert desk.handle is not None
    late = NamedRespondent(respondent=2, category=Category.PNS)
    await desk.handle.signal(
        "joined", JoinedComplaint(complaint_id=uuid4(), new_respondents=(late,))
    )
    await desk.asked("review")
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))
    assert not desk.closed
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)

    assert await desk.handle.result() == "closed"
    assert desk.changes[-1].n == 2


async def test_a_person_who_joins_at_the_last_moment_keeps_the_case_open(desk: Desk) -> None:
    desk.late = [2]
    await desk.runs(a_case(desk.today))
    await reported(desk, not_proven(1))
    await desk.answers(
        "inspector", "clearance", desk.today, number="1", letter_date=desk.today.isoformat()
    )
    assert desk.handle is not None
    late = NamedRespondent(respondent=2, category=Category.PNS)
    await desk.handle.signal(
        "joined", JoinedComplaint(complaint_id=uuid4(), new_respondents=(late,))
    )
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)

    assert await desk.handle.result() == "closed"
    assert desk.closed[0].known == (1, 2)


async def test_a_case_that_continued_as_new_goes_on_where_it_was(desk: Desk) -> None:
    mine = CaseCarried(
        respondents=(
            RespondentState(n=1, category=Category.PNS, track=True),
            RespondentState(n=2, category=Category.PNS, done=True, decided=True),
        )
    )
    carried = {
        "case": mine.model_dump(mode="json"),
        "procedure": Carried(step=40, last_on=date(2024, 1, 1), last_step="x").model_dump(
            mode="json"
        ),
    }
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS, carried=carried))
    await ends(desk, TrackClosed(n=1, outcome=Outcome.SANCTIONED))
    assert desk.handle is not None

    assert await desk.handle.result() == "closed"
    assert not desk.tracks
    assert desk.closed[0].step > 40
