"""Absent: only with proof of service, a second summons in time, and then the evidence at hand."""

from datetime import date

import pytest

from services.contracts.law import Outcome
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.begun import a_medium_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import DIVISION, HEAD, absent
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import (
    decided,
    examined,
    profiled,
    refused_decision,
    served,
    summoned,
)

FIRST, MISSED = date(2024, 12, 2), date(2024, 12, 11)
SECOND, MISSED_AGAIN = date(2024, 12, 12), date(2024, 12, 23)


async def a_profiled_track(run: Running) -> Office:
    office = await a_medium_track(run)
    await profiled(office, date(2024, 11, 29))
    return office


async def misses(office: Office, on: date, served_on: date) -> None:
    await office.moves_to(on)
    await office.answers(DIVISION, "examine", on, **absent(served_on))


async def test_story_12_twice_absent_is_decided_on_the_evidence_at_hand(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await misses(office, MISSED, date(2024, 12, 3))
    assert (await office.asked("summons")).deadline == "SUMMON_2"
    with pytest.raises(Refused, match="not-examined"):
        await office.records(HEAD, "decide", MISSED)
    await summoned(office, SECOND, MISSED_AGAIN)
    await misses(office, MISSED_AGAIN, date(2024, 12, 13))

    on = date(2025, 1, 6)
    await decided(office, "pns.medium.kgb_delay_1y", on, HEAD)
    received = date(2025, 1, 13)
    await served(office, received, how="sent", sent_on=date(2025, 1, 8))
    assert await office.due("EFFECTIVE") == date(2025, 2, 6)
    await office.moves_to(date(2025, 2, 6))
    change = await office.reaches(Point.RECORD)
    assert (change.effective_on, change.degree) == (date(2025, 2, 6), "medium")

    recorded = date(2025, 2, 7)
    await office.moves_to(recorded)
    await office.answers(
        "bkpsdm", "record", recorded, register_number="IDIS/12", recorded_on=recorded
    )
    assert office.handle is not None
    assert (await office.handle.result()).outcome is Outcome.SANCTIONED


async def test_an_absence_without_proof_of_service_is_refused(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await office.moves_to(MISSED)

    with pytest.raises(Refused) as refusal:
        await office.answers(DIVISION, "examine", MISSED, result="absent")
    assert (refusal.value.code, bool(refusal.value.citation)) == ("absence-not-proved", True)
    with pytest.raises(Refused, match="absence-not-proved"):
        await office.answers(DIVISION, "examine", MISSED, **absent(MISSED))


async def test_a_summons_that_never_reached_him_is_issued_anew_and_counts_for_nothing(
    run: Running,
) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await office.moves_to(MISSED)
    await office.answers(DIVISION, "examine", MISSED, result="not_served")

    assert (await office.asked("summons")).deadline == "SUMMONS_ISSUED"
    await summoned(office, SECOND, MISSED_AGAIN)
    await misses(office, MISSED_AGAIN, date(2024, 12, 13))
    assert (await office.asked("summons")).deadline == "SUMMON_2"


async def test_the_second_summons_is_not_late(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await misses(office, MISSED, date(2024, 12, 3))

    with pytest.raises(Refused, match="second-summons-late"):
        await summoned(office, date(2024, 12, 23), date(2025, 1, 6))
    with pytest.raises(Refused, match="date-before-step"):
        await summoned(office, date(2024, 12, 10), date(2024, 12, 19))


async def test_whoever_comes_the_second_time_is_examined(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await misses(office, MISSED, date(2024, 12, 3))
    await summoned(office, SECOND, MISSED_AGAIN)

    await examined(office, MISSED_AGAIN)
    refusal = await refused_decision(office, "pns.heavy.demotion_12m", date(2025, 1, 6), HEAD)
    assert refusal.code == "sanction-too-heavy"


async def test_one_paper_does_not_prove_the_service_of_two_letters(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await misses(office, MISSED, date(2024, 12, 3))
    await summoned(office, SECOND, MISSED_AGAIN)
    await office.moves_to(MISSED_AGAIN)
    scan = absent(date(2024, 12, 3))["service_proof"]["scan"]
    again = {"served_on": date(2024, 12, 13), "how": "by hand", "scan": scan}

    with pytest.raises(Refused) as refusal:
        await office.answers(
            DIVISION, "examine", MISSED_AGAIN, result="absent", service_proof=again
        )
    assert (refusal.value.code, "Pasal 26(4)" in str(refusal.value.citation)) == (
        "proof-used-before",
        True,
    )
    await misses(office, MISSED_AGAIN, date(2024, 12, 13))
    assert office.acts[-1].act.kind == "examine"


@pytest.mark.parametrize(
    ("on", "why", "code"),
    [
        (MISSED, None, ""),
        (date(2024, 12, 12), None, "exam-on-another-day"),
        (date(2024, 12, 12), "he asked for the next day", ""),
        (date(2024, 12, 15), None, "exam-on-closed-day"),
        (date(2024, 12, 15), "he works in shifts", ""),
    ],
)
async def test_minutes_are_of_the_day_of_the_summons_or_say_why_not(
    run: Running, on: date, why: str | None, code: str
) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    said = {"date_reason": why} if why else {}
    if not code:
        await examined(office, on, **said)
        return
    with pytest.raises(Refused) as refusal:
        await examined(office, on, **said)
    assert (refusal.value.code, bool(refusal.value.citation)) == (code, True)


async def test_an_absence_after_short_notice_counts_only_with_a_reason(run: Running) -> None:
    office = await a_profiled_track(run)
    await summoned(office, FIRST, MISSED)
    await misses(office, MISSED, date(2024, 12, 3))
    again = date(2024, 12, 16)
    await summoned(office, SECOND, again, gap_reason="the next day but one")
    await office.moves_to(again)

    with pytest.raises(Refused) as refusal:
        await misses(office, again, date(2024, 12, 13))
    assert (refusal.value.code, bool(refusal.value.citation)) == ("notice-too-short", True)
    known = absent(date(2024, 12, 13), notice_reason="he was told by telephone as well")
    await office.answers(DIVISION, "examine", again, **known)
    await decided(office, "pns.medium.kgb_delay_1y", date(2025, 1, 6), HEAD)
