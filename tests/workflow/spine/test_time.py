"""What a passing date does: it reminds, it escalates, it asks a person; it never answers."""

from datetime import date
from uuid import uuid4

import pytest

from services.kit.errors import Refused
from services.workflow import calendar_store
from services.workflow.calendar_store import Holiday
from tests.workflow.spine.drive import opened, routed_below
from tests.workflow.spine.house import House, a_respondent

FIRST = date(2024, 10, 8)
REMINDED, LAPSED = date(2024, 10, 10), date(2024, 11, 8)


async def test_the_story_of_four_passing_dates(house: House) -> None:
    """One story, because the legal clock of an installation is one, and never goes back."""
    silent = await house.receives()
    lacking = await house.receives()
    cured = await house.receives()
    below = await house.receives(a_respondent("198001012005011001"))
    for complaint in (lacking, cured):
        await house.answers(
            "intake-officer-3508",
            "triage",
            complaint,
            FIRST,
            choice="ask_completion",
            asked="tempat dan tanggal",
        )
    with pytest.raises(Refused) as passed:
        await routed_below(house, below, due_on="2024-10-08")
    assert passed.value.code == "due-date-passed"
    with pytest.raises(Refused) as wrong:
        await routed_below(house, below, to="camat")
    assert wrong.value.code == "light-route-not-open"
    await routed_below(house, below)
    case = await opened(house, below)
    await house.asked("profile", case)

    # A reminder on the working day before the end, an escalation after it: rows, no answer.
    await house.today_is(REMINDED)
    await house.found(
        "select 1 from workflow.act where complaint_id = $1 and kind = 'reminded'", silent
    )
    await house.today_is(date(2024, 10, 14))
    escalated = await house.found(
        "select * from workflow.act where complaint_id = $1 and kind = 'escalated'", silent
    )
    task = await house.asked("triage", silent)
    assert "inspector" in task["escalated_to"]
    assert escalated["recorded_by"] is None
    assert task["state"] == "open"

    # A new calendar version moves the open clocks by the same path.
    async with house.database.transaction() as conn:
        current = await calendar_store.current(conn, "35.08")
        days = await calendar_store.holidays_of(conn, current.version)
        extra = Holiday(day=date(2024, 10, 9), kind="local", name="Libur contoh", source="contoh")
        await calendar_store.add_version(
            conn, [*days, extra], source="test", covers_until=current.covers_until, by="test"
        )
    await house.today_is(date(2024, 10, 14))
    moved = await house.found(
        "select * from workflow.act where complaint_id = $1 and kind = 'clock_moved'", silent
    )
    assert "2024-10-11" in moved["data"]
    assert (await house.asked("triage", silent))["due_on"] == date(2024, 10, 14)

    # The date set below has passed: a person is asked; nothing is taken back by itself.
    await house.today_is(date(2024, 10, 16))
    await house.asked("take_back", case)
    await house.answers(
        "inspector-3508",
        "take_back",
        case,
        date(2024, 10, 16),
        choice="extend",
        due_on="2024-10-21",
        reason="a",
    )
    await house.today_is(date(2024, 10, 22))
    await house.answers(
        "inspector-3508",
        "take_back",
        case,
        date(2024, 10, 22),
        choice="take_back",
        reason="a",
    )
    await house.asked("review", case)
    profile = await house.found(
        "select state, ended_because from workflow.task where case_id = $1 and kind = 'profile'",
        case,
    )
    assert profile["state"] == "withdrawn"

    # Thirty days for completion: the lapse opens a task, and a supplement still overtakes it.
    await house.today_is(LAPSED)
    await house.asked("completion_lapsed", lacking)
    await house.asked("completion_lapsed", cured)
    await house.supplements(cured)
    await house.found(
        "select 1 from workflow.task where complaint_id = $1 and kind = 'triage'"
        " and state = 'open'",
        cured,
    )
    await house.answers(
        "intake-officer-3508",
        "completion_lapsed",
        lacking,
        LAPSED,
        choice="archive",
        reason="a",
        act_id=uuid4(),
    )
    settled = await house.found(
        "select * from workflow.complaint where complaint_id = $1 and state = 'settled'", lacking
    )
    assert settled["outcome"] == "incomplete"
