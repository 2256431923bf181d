from datetime import timedelta
from typing import Any

import pytest

from services.intake.door import admit
from services.kit.errors import Malformed
from tests.intake.makers import NOW, TODAY, a_complaint

TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def stops(**changes: Any) -> dict[str, str]:
    try:
        admit(a_complaint(**changes), NOW, TODAY)
    except Malformed as refused:
        return {at.pointer: at.code for at in refused.pointers}
    return {}


def test_the_example_is_admitted() -> None:
    assert stops() == {}


@pytest.mark.parametrize("text", [None, "", " \n\t", "…", "\u200b", "!!!", "__"])
def test_a_complaint_without_a_word_is_stopped(text: str | None) -> None:
    assert stops(narrative=text, incident={"what": text}) == {"/narrative": "no-word"}


@pytest.mark.parametrize("text", ["x", "7", "kejadian", "选举"])
def test_one_word_in_either_place_is_enough(text: str) -> None:
    assert stops(narrative=text, incident=None) == {}
    assert stops(narrative=None, incident={"what": text}) == {}


@pytest.mark.parametrize("field", ["date_from", "date_to", "known_on"])
def test_a_date_after_the_legal_today_is_stopped(field: str) -> None:
    assert stops(incident={"what": "x", field: TOMORROW}) == {
        f"/incident/{field}": "date-after-today"
    }
    assert stops(incident={"what": "x", field: TODAY.isoformat()}) == {}


def test_the_date_of_a_letter_may_not_lie_ahead_but_its_due_date_may() -> None:
    assert stops(recommendation={"date": TOMORROW, "due": TOMORROW}) == {
        "/recommendation/date": "date-after-today"
    }


@pytest.mark.parametrize(
    ("ahead", "stopped"),
    [(timedelta(minutes=4, seconds=59), False), (timedelta(minutes=5, seconds=1), True)],
)
def test_an_instant_may_be_five_minutes_ahead(ahead: timedelta, *, stopped: bool) -> None:
    evidence = [{"url": "https://x.example", "captured_at": (NOW + ahead).isoformat()}]

    assert bool(stops(evidence=evidence)) is stopped


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_instants_at_the_ends_of_time_are_judged_without_a_crash(instant: str) -> None:
    assert stops(evidence=[{"captured_at": instant}]) in (
        {},
        {"/evidence/0/captured_at": "instant-ahead"},
    )
