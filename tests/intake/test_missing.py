from typing import Any

import pytest

from services.contracts.law import Missing
from services.intake.complaints import Complaint, Supplement
from services.intake.missing import missing
from services.intake.reading import read
from tests.intake.makers import a_complaint, a_small_body, raw

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ID = "018f3c1e-8a4b-8c2d-9e1f-000000000001"


def test_a_bare_complaint_lacks_all_that_the_law_asks() -> None:
    complaint = read(raw(a_small_body()), Complaint)

    assert missing(complaint) == [
        Missing.NO_COMPLAINANT_IDENTITY,
        Missing.NO_RESPONDENT,
        Missing.NO_ELECTION,
        Missing.NO_INCIDENT,
        Missing.NO_PLACE,
        Missing.NO_EXACT_DATE,
        Missing.NO_KNOWN_ON,
        Missing.NO_EVIDENCE,
    ]


def test_a_complete_one_lacks_only_the_announced_file() -> None:
    assert missing(a_complaint()) == [Missing.EVIDENCE_ANNOUNCED_NOT_HERE]


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"complainant": {"mode": "open"}}, Missing.NO_COMPLAINANT_IDENTITY),
        ({"respondents": [{"category": "pns", "name": "X"}]}, Missing.NO_NIP),
        ({"respondents": [{"category": "pppk", "name": "X"}]}, Missing.NO_NIP),
        ({"respondents": [{"name": "X"}]}, Missing.CATEGORY_UNKNOWN),
        ({"respondents": [{"category": "unknown", "name": "X"}]}, Missing.CATEGORY_UNKNOWN),
        ({"respondents": [{"category": "contract"}]}, Missing.RESPONDENT_NOT_IDENTIFIABLE),
        ({"respondents": [{"category": "village_head", "name": "X"}]}, Missing.NO_VILLAGE),
        ({"recommendation": None}, Missing.NO_RECOMMENDATION),
        ({"recommendation": {"number": "1"}}, Missing.NO_RECOMMENDATION),
        ({"incident": {"what": "x", "place": "y"}}, Missing.NO_EXACT_DATE),
        (
            {"incident": {"date_from": "2024-10-01", "date_to": "2024-10-07"}},
            Missing.NO_EXACT_DATE,
        ),
        ({"incident": {"slugs": ["attend-declaration"]}}, Missing.NO_ACTIVE_SUPPORT_STATED),
        ({"evidence": [{"kind": "photo"}]}, Missing.NO_EVIDENCE),
        ({"evidence": [{"announced": {"name": "x.jpg"}}]}, Missing.EVIDENCE_ANNOUNCED_NOT_HERE),
    ],
)
def test_what_is_lacking_is_named(changes: dict[str, Any], lacking: Missing) -> None:
    assert lacking in missing(a_complaint(**changes))


@pytest.mark.parametrize(
    ("changes", "not_lacking"),
    [
        ({"complainant": {"mode": "anonymous"}}, Missing.NO_COMPLAINANT_IDENTITY),
        ({"complainant": {"mode": "confidential"}}, Missing.NO_COMPLAINANT_IDENTITY),
        ({"kind": "finding", "complainant": None}, Missing.NO_COMPLAINANT_IDENTITY),
        ({"kind": "referral", "complainant": None}, Missing.NO_COMPLAINANT_IDENTITY),
        ({"kind": "report", "recommendation": None}, Missing.NO_RECOMMENDATION),
        ({"respondents": [{"category": "contract", "name": "X"}]}, Missing.NO_NIP),
        (
            {"incident": {"date_from": "2024-10-01", "date_to": "2024-10-07", "ongoing": True}},
            Missing.NO_EXACT_DATE,
        ),
        ({"evidence": [{"url": "https://x.example"}]}, Missing.NO_EVIDENCE),
    ],
)
def test_what_the_law_does_not_ask_is_not_named(
    changes: dict[str, Any], not_lacking: Missing
) -> None:
    assert not_lacking not in missing(a_complaint(**changes))


def test_an_upload_with_the_digest_of_an_announced_file_fulfils_it() -> None:
    later = read(raw({"evidence": [{"id": ID, "sha256": SHA.upper()}]}), Supplement).evidence
    other = read(raw({"evidence": [{"id": ID, "sha256": "0" * 64}]}), Supplement).evidence

    assert missing(a_complaint(), later or ()) == []
    assert missing(a_complaint(), other or ()) == [Missing.EVIDENCE_ANNOUNCED_NOT_HERE]


def test_a_file_announced_without_a_digest_is_the_upload_that_came_later() -> None:
    complaint = a_complaint(evidence=[{"announced": {"name": "a"}}, {"announced": {"name": "b"}}])
    one = read(raw({"evidence": [{"id": ID}]}), Supplement).evidence or ()
    other = read(raw({"evidence": [{"id": ID.replace("0", "1")}]}), Supplement).evidence or ()

    assert missing(complaint, one) == [Missing.EVIDENCE_ANNOUNCED_NOT_HERE]
    assert missing(complaint, (*one, *one)) == [Missing.EVIDENCE_ANNOUNCED_NOT_HERE]
    assert missing(complaint, (*one, *other)) == []
