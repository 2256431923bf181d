"""A case while the days go by, and while others join it."""

from datetime import date

import pytest

from services.contracts.law import Category, Outcome, Stage
from services.kit.errors import Refused
from services.workflow.workflows.state import (
    Carried,
    CaseCarried,
    RespondentState,
    TrackClosed,
    TrackMoved,
)
from tests.workflow.skipping.desk import Desk, a_case
from tests.workflow.skipping.walks import cleared, ends, joins, not_proven, proven, reported


async def test_a_case_closes_after_its_last_respondent(desk: Desk) -> None:
    await desk.runs(a_case(desk.today, Category.PNS, Category.PNS, Category.PNS))
    await reported(desk, proven(1), not_proven(2), proven(3))
    await cleared(desk)
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
    await joins(desk)
    await cleared(desk)
    await desk.asked("review")
    assert not desk.closed
    await desk.answers("inspector", "review", desk.today, choice="insufficient", reason="a")
    await cleared(desk)

    assert await desk.handle.result() == "closed"
    assert desk.closed[0].known == (1, 2)


async def test_a_person_who_joins_late_is_looked_into_before_the_close(desk: Desk) -> None:
    await desk.runs(a_case(desk.today))
    await reported(desk, proven(1))
    await desk.until(lambda: len(desk.tracks) == 1, "a track")
    assert desk.handle is not None
    await joins(desk)
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
    await cleared(desk)
    assert desk.handle is not None
    await joins(desk)
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
