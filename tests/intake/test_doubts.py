from typing import Any

import pytest

from services.intake.doubts import doubts
from tests.intake.makers import TODAY, a_complaint


def found(**changes: Any) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in doubts(a_complaint(**changes), TODAY)]


def test_the_example_raises_no_doubt() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("respondent", "pointer", "code"),
    [
        ({"nip": "12345"}, "/respondents/0/nip", "nip_form"),
        ({"nip": "198013012005011001"}, "/respondents/0/nip", "nip_birth_date"),
        ({"category": "pns", "nip": "199009132025242014"}, "/respondents/0/nip", None),
        ({"nik": "1"}, "/respondents/0/nik", "nik_form"),
        (
            {"village_code": "18.01.01.2001"},
            "/respondents/0/village_code",
            "outside_jurisdiction",
        ),
    ],
)
def test_a_doubtful_number_is_a_warning_and_no_refusal(
    respondent: dict[str, Any], pointer: str, code: str | None
) -> None:
    doubted = found(respondents=[respondent])

    assert [place for place, _ in doubted] == [pointer]
    assert code is None or doubted == [(pointer, code)]


def test_an_incident_that_ends_before_it_begins_is_doubted() -> None:
    incident = {"date_from": "2024-10-07", "date_to": "2024-10-01", "region_code": "18.01"}

    assert found(incident=incident) == [
        ("/incident/date_to", "ends_before_it_begins"),
        ("/incident/region_code", "outside_jurisdiction"),
    ]


@pytest.mark.parametrize(
    ("region", "outside"),
    [("35", False), ("35.08", False), ("35.08.01", False), ("35.09", True), ("36", True)],
)
def test_a_province_is_not_outside_its_regency(region: str, *, outside: bool) -> None:
    assert bool(found(jurisdiction="35.08", incident={"region_code": region})) is outside
