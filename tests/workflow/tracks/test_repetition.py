"""The same again is punished heavier: by what the register knows, unless a person says why not."""

from datetime import date

import pytest

from services.workflow.rules.repetition import EarlierSanction
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import REGENT, a_like, an_office
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, heavy_until_decided, refused_decision

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)
SAME, HEAVIER = "pns.heavy.demotion_12m", "pns.heavy.release_to_executor_12m"


async def heard_again(run: Running, earlier_in_effect: date) -> Office:
    """A civil servant who was demoted before, heard for an act of 7 October 2024."""
    office = an_office(date(2024, 10, 15))
    office.earlier = (
        EarlierSanction(
            sanction=SAME,
            number="188/9/2023",
            decided_on=date(2023, 1, 2),
            effective_on=earlier_in_effect,
        ),
    )
    await run(office, a_like(office))
    await heavy_until_decided(office, LETTER, EXAM)
    return office


async def test_a_repetition_is_heavier_than_the_last_and_says_by_which_law(run: Running) -> None:
    office = await heard_again(run, date(2023, 2, 1))
    asked = await office.asked("decide")
    refusal = await refused_decision(office, SAME, DECISION)

    assert asked.context["steps"] == [HEAVIER, "pns.heavy.dismissal_honourable"]
    assert (refusal.code, refusal.params["last"]) == ("repeat-not-heavier", SAME)
    assert "sifatnya sama" in str(refusal.citation)
    await decided(office, HEAVIER, DECISION)
    assert "sifatnya sama" in office.cited("decide")


@pytest.mark.parametrize("said", [{}, {"other_nature": "kehadiran, bukan netralitas"}])
async def test_an_act_before_the_effect_or_of_another_nature_is_no_repetition(
    run: Running, said: dict[str, str]
) -> None:
    office = await heard_again(run, date(2023, 2, 1) if said else date(2024, 10, 8))
    await decided(office, SAME, DECISION, REGENT, **said)

    assert "sifatnya sama" not in office.cited("decide")
