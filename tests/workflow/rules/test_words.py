from enum import StrEnum

import pytest

from services.contracts import identifiers, law
from services.kit.words import LANGUAGES, Words
from services.workflow.rules.degrees import ReviewReason
from services.workflow.rules.examination import HearingForm
from services.workflow.rules.stages import Point

WORDS = Words("services.contracts", "services.workflow")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("stage", law.Stage),
        ("label.category", law.Category),
        ("label.degree", law.Degree),
        ("label.outcome", law.Outcome),
        ("label.election", law.ElectionType),
        ("label.kind", law.ComplaintKind),
        ("label.mode", law.ComplainantMode),
        ("label.agency", law.AgencyKind),
        ("label.role", law.Role),
        ("label.level", law.PositionLevel),
        ("label.acting", law.Acting),
        ("label.remedy", law.Remedy),
        ("label.impact", law.Impact),
        ("label.relation", law.CandidateRelation),
        ("label.evidence", law.EvidenceKind),
        ("label.missing", law.Missing),
        ("label.warning", identifiers.IdentifierWarning),
        ("label.review_reason", ReviewReason),
        ("label.hearing", HearingForm),
        ("next_step", Point),
    ],
)
def test_every_code_has_its_words_and_no_word_is_left_over(
    table: str, codes: type[StrEnum]
) -> None:
    for language in LANGUAGES:
        assert set(WORDS.under(table, language)) == {code.value for code in codes}
        assert all(WORDS.under(table, language).values())
