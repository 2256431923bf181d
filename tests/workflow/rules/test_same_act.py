from datetime import date

import pytest

from services.workflow.rules.same_act import Punished, first_for

LIKE, PHOTO = "disc.social-media-like", "disc.photo-with-candidate"


def punished(number: str = "188/1", decided_on: date = date(2024, 11, 4)) -> Punished:
    return Punished(
        sanction="pns.heavy.demotion_12m",
        number=number,
        decided_on=decided_on,
        act_from=date(2024, 10, 5),
        act_to=date(2024, 10, 8),
        violations=(LIKE,),
    )


@pytest.mark.parametrize(
    ("first", "last", "violations", "same"),
    [
        (date(2024, 10, 8), date(2024, 10, 8), (LIKE,), True),
        (date(2024, 10, 1), date(2024, 10, 5), (PHOTO, LIKE), True),
        (date(2024, 10, 1), date(2024, 10, 31), (LIKE,), True),
        (date(2024, 10, 9), date(2024, 10, 12), (LIKE,), False),
        (date(2024, 10, 1), date(2024, 10, 4), (LIKE,), False),
        (date(2024, 10, 8), date(2024, 10, 8), (PHOTO,), False),
    ],
)
def test_the_same_act_has_a_day_and_a_violation_in_common(
    first: date, last: date, violations: tuple[str, ...], same: bool
) -> None:
    assert punished().is_for(first, last, violations) is same


def test_the_oldest_decision_is_named() -> None:
    young, old = punished("188/2", date(2024, 12, 2)), punished("188/1", date(2024, 11, 4))
    day = date(2024, 10, 7)

    assert first_for((young, old), day, day, (LIKE,)) == old
    assert first_for((young, old), day, day, (PHOTO,)) is None
