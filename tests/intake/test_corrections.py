from typing import Any

import pytest

from services.intake.complaints import Correction
from services.intake.corrections import corrected
from services.kit.errors import Malformed
from tests.intake.makers import a_body, a_small_body


def a_correction(pointer: str, value: Any = None) -> Correction:
    return Correction(pointer=pointer, value=value)


def refused(*corrections: Correction) -> list[tuple[str, str]]:
    with pytest.raises(Malformed) as raised:
        corrected(a_body(), corrections)
    return [(at.pointer, at.code) for at in raised.value.pointers]


def test_a_corrected_place_reads_as_it_was_corrected_and_the_first_text_stays() -> None:
    first = a_body()
    _, complaint = corrected(first, [a_correction("/incident/date_from", "2024-10-06")])

    assert str(complaint.incident.date_from) == "2024-10-06"  # type: ignore[union-attr]
    assert first == a_body()


def test_objects_and_entries_that_were_not_there_are_made() -> None:
    _, complaint = corrected(
        a_small_body(),
        [
            a_correction("/incident/place", "Balai desa"),
            a_correction("/respondents/-", {"category": "pns"}),
            a_correction("/respondents/0/nip", "198001012005011001"),
        ],
    )

    assert complaint.incident.place == "Balai desa"  # type: ignore[union-attr]
    assert complaint.respondents[0].nip == "198001012005011001"  # type: ignore[index]


@pytest.mark.parametrize(
    "pointer",
    [
        "/jurisdiction",
        "/case_number",
        "/respondents/7/nip",
        "/respondents/x",
        "/narrative/0",
        "/respondents/99999999999999999999",
        "/respondents/\u0663",
    ],
)
def test_a_place_that_is_not_there_or_identifies_the_complaint_is_refused(pointer: str) -> None:
    assert refused(a_correction(pointer, "x")) == [("/corrections/0/pointer", "no-such-place")]


def test_a_value_that_the_complaint_could_not_have_had_is_refused_where_it_stands() -> None:
    wrong = refused(
        a_correction("/narrative", "baru"),
        a_correction("/incident/time", "25:00"),
        a_correction("/election", {"type": "pilkada", "x": 1}),
        a_correction("/narrative", float("nan")),
    )

    assert ("/corrections/1/value", "not-of-its-form") in wrong
    assert ("/corrections/2/value", "unknown-field") in wrong
