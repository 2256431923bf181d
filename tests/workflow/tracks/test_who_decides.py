"""Who decides, who examines, and who never does: the matrix, recusal, acting officials."""

from datetime import date

import pytest

from services.contracts.law import Acting
from services.kit.errors import Refused
from tests.workflow.tracks.begun import a_heavy_track, a_medium_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    DIVISION,
    HEAD,
    REGENT,
    SECRETARY,
    a_campaign,
    a_decision,
    a_like,
    a_profile,
    an_office,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import (
    decided,
    examined,
    heavy_until_decided,
    profiled,
    refused_decision,
    summoned,
    teamed,
)

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)


async def test_only_the_authority_of_the_matrix_decides(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)

    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION, HEAD)
    assert (refusal.code, refusal.about) == ("not-the-authority", "who")
    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION, "auditor", REGENT)
    assert refusal.code == "not-your-task"


async def test_the_personnel_office_enters_what_the_regent_signed(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)

    await decided(office, "pns.heavy.demotion_12m", DECISION, "bkpsdm", REGENT)
    act = office.acts[-1].act
    assert (act.person.id, act.answer["decided_by"]) == ("bkpsdm-1", REGENT)


async def test_the_author_of_the_report_never_decides(run: Running) -> None:
    office = an_office(date(2024, 10, 15))
    await run(office, a_like(office, author_ids=("holder-of-bupati",)))
    await heavy_until_decided(office, LETTER, EXAM)

    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION)
    assert refusal.code == "report-author-decides"


LETTER_OF_THE_GOVERNOR = {"substitute_letter": "800/12/GOV"}


async def an_involved_regent(run: Running) -> Office:
    office = await a_heavy_track(run)
    await profiled(office, LETTER, recused_post_ids=[REGENT])
    with pytest.raises(Refused, match="no-authority"):
        await teamed(office, LETTER)
    with pytest.raises(Refused, match="no-authority"):
        await teamed(office, LETTER, formed_by=REGENT, **LETTER_OF_THE_GOVERNOR)
    await teamed(office, LETTER, **LETTER_OF_THE_GOVERNOR)
    await summoned(office, LETTER, EXAM)
    await examined(office, EXAM)
    return office


async def test_an_involved_regent_neither_forms_a_team_nor_decides(run: Running) -> None:
    office = await an_involved_regent(run)

    assert (await office.asked("decide")).role == "bkpsdm"
    for sanction in ("pns.heavy.demotion_12m", None):
        refusal = await refused_decision(office, sanction, DECISION, "bkpsdm", REGENT)
        assert refusal.code == "no-authority"
    sanction = "pns.heavy.demotion_12m"
    letter = LETTER_OF_THE_GOVERNOR
    refusal = await refused_decision(office, sanction, DECISION, "bkpsdm", REGENT, **letter)
    assert refusal.code == "decider-involved"
    refusal = await refused_decision(office, sanction, DECISION, REGENT, SECRETARY, **letter)
    assert refusal.code == "decider-involved"


@pytest.mark.parametrize("sanction", ["pns.heavy.demotion_12m", None])
@pytest.mark.parametrize("named", [SECRETARY, "ppk"])
async def test_whom_a_letter_names_decides_in_the_place_of_an_involved_regent(
    run: Running, named: str, sanction: str | None
) -> None:
    office = await an_involved_regent(run)
    await decided(office, sanction, DECISION, "bkpsdm", named, **LETTER_OF_THE_GOVERNOR)
    await office.asked("serve" if sanction else "clearance")


async def test_a_letter_takes_no_seat_from_an_authority_that_may_decide(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)
    letter, sanction = LETTER_OF_THE_GOVERNOR, "pns.heavy.demotion_12m"
    refusal = await refused_decision(office, sanction, DECISION, "bkpsdm", SECRETARY, **letter)
    assert refusal.code == "not-the-authority"


async def test_who_declared_a_part_of_his_own_does_not_decide(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)
    office.recused = ("holder-of-bupati",)

    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION)
    assert refusal.code == "decider-involved"
    refusal = await refused_decision(office, "pns.heavy.demotion_12m", DECISION, "bkpsdm", REGENT)
    assert refusal.code == "no-authority"


async def test_an_acting_superior_officer_decides_no_medium_sanction(run: Running) -> None:
    office = an_office(date(2024, 11, 25))
    office.posts = tuple(
        post.model_copy(update={"acting": Acting.PLT}) if post.id == HEAD else post
        for post in office.posts
    )
    await run(office, a_campaign(office))
    await profiled(office, date(2024, 12, 2))
    await summoned(office, date(2024, 12, 2), date(2024, 12, 11))
    await examined(office, date(2024, 12, 11))

    on = date(2025, 1, 6)
    refusal = await refused_decision(office, "pns.medium.kgb_delay_1y", on, HEAD)
    assert refusal.code == "not-the-authority"
    await decided(office, "pns.medium.kgb_delay_1y", on, REGENT)


async def test_an_involved_superior_gives_his_seat_to_the_next_higher(run: Running) -> None:
    office = await a_medium_track(run)
    await profiled(office, date(2024, 12, 2), superior_involved=True)

    with pytest.raises(Refused, match="not-your-task"):
        await summoned(office, date(2024, 12, 2), date(2024, 12, 11), DIVISION)
    await summoned(office, date(2024, 12, 2), date(2024, 12, 11), HEAD)


async def test_a_superior_who_declares_himself_related_is_asked_no_more(run: Running) -> None:
    office = await a_medium_track(run)
    letter, exam = date(2024, 12, 2), date(2024, 12, 11)
    await profiled(office, letter)
    assert (await office.asked("summons")).post_id == DIVISION
    await declares(office, DIVISION)
    await office.until(lambda: [t.post_id for t in office.tasks.values()] == [HEAD], "the next")
    await summoned(office, letter, exam, HEAD)
    await declares(office, DIVISION)  # told again: nothing follows
    await examined(office, exam, HEAD)
    assert (await office.asked("decide")).post_id == HEAD
    await declares(office, HEAD)
    await office.until(lambda: [t.post_id for t in office.tasks.values()] == [REGENT], "next")


async def declares(office: Office, post_id: str) -> None:
    """Its holder says that he is related; the register knows it before the track does."""
    assert office.handle is not None
    office.recused = (*{*office.recused, f"holder-of-{post_id}"},)
    await office.handle.signal("recused", f"holder-of-{post_id}")


async def test_a_respondent_without_a_superior_cannot_be_profiled(run: Running) -> None:
    office = await a_heavy_track(run)
    with pytest.raises(Refused, match="no-authority"):
        await office.answers(
            "bkpsdm",
            "profile",
            date(2024, 10, 15),
            **a_profile(post_id=None, superior_post_id=None),
        )


async def test_a_decision_is_entered_in_its_task_and_nowhere_else(run: Running) -> None:
    office = await a_heavy_track(run)
    await heavy_until_decided(office, LETTER, EXAM)
    lawful = a_decision("pns.heavy.demotion_12m", REGENT, EXAM)
    with pytest.raises(Refused, match="decide-in-its-task"):
        await office.records(REGENT, "decide", EXAM, **lawful)
