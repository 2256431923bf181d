from datetime import date

import pytest

from services.workflow.rules.repetition import EarlierSanction, last_before, repeated

LIGHT, HEAVY = "pns.light.written_reprimand", "pns.heavy.demotion_12m"


def imposed(sanction: str, effective_on: date) -> EarlierSanction:
    return EarlierSanction(
        sanction=sanction, number="1", decided_on=date(2023, 1, 2), effective_on=effective_on
    )


OLD, YOUNG = imposed(HEAVY, date(2023, 2, 1)), imposed(LIGHT, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("act_to", "found"),
    [
        (date(2023, 1, 31), None),
        (date(2023, 2, 1), OLD),
        (date(2024, 2, 29), OLD),
        (date(2024, 3, 1), YOUNG),
    ],
)
def test_only_what_was_in_effect_before_the_act_is_repeated(
    act_to: date, found: EarlierSanction | None
) -> None:
    assert last_before((YOUNG, OLD), act_to) == found


def test_a_person_may_say_that_the_nature_was_another() -> None:
    assert repeated((OLD,), None, date(2024, 1, 1), other_nature=False) == HEAVY
    assert repeated((OLD,), None, date(2024, 1, 1), other_nature=True) is None


def test_what_a_person_named_stands_unless_the_register_knows_it_is_younger() -> None:
    assert repeated((), LIGHT, date(2024, 1, 1), other_nature=False) == LIGHT
    assert repeated((OLD, YOUNG), LIGHT, date(2024, 5, 1), other_nature=False) == LIGHT
    assert repeated((OLD, YOUNG), LIGHT, date(2024, 1, 1), other_nature=False) == HEAVY
    assert repeated((YOUNG,), LIGHT, date(2024, 1, 1), other_nature=False) is None
