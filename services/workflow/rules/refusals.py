"""What the law refuses, by name. The sentence for a person is in `workflow/words`.

Every code is listed here once with the parameters of its sentence; the edges
translate a `LawRefusal` into a problem, a failed update, or a message set aside.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.workflow.rules.citations import Citation


class RefusalCode(StrEnum):
    """The stable name of a refusal: part of the API, never renamed."""

    # dates
    DATE_IN_FUTURE = "date-in-future"
    DATE_BEFORE_STEP = "date-before-step"
    # findings
    VIOLATION_UNKNOWN = "violation-unknown"
    VIOLATION_NOT_FOR_ELECTION = "violation-not-for-election"
    VIOLATION_NOT_FOR_CATEGORY = "violation-not-for-category"
    CATEGORY_UNKNOWN = "category-unknown"
    LEGAL_REVIEW_OPEN = "legal-review-open"
    DEGREE_NOT_SAID = "degree-not-said"
    # sanctions
    SANCTION_UNKNOWN = "sanction-unknown"
    SANCTION_TOO_HEAVY = "sanction-too-heavy"
    SANCTION_TOO_LIGHT = "sanction-too-light"
    SANCTION_NOT_MORAL = "sanction-not-moral"
    MORAL_STATEMENT_NOT_ENOUGH = "moral-statement-not-enough"
    SANCTION_NOT_IN_FORCE = "sanction-not-in-force"
    STATUTE_FIXES_SANCTION = "statute-fixes-sanction"
    NO_LADDER_IN_FORCE = "no-ladder-in-force"
    LADDER_NOT_NAMED = "ladder-not-named"
    LADDER_IN_FORCE = "ladder-in-force"
    NO_LOCAL_LADDER = "no-local-ladder"
    REPEAT_NOT_HEAVIER = "repeat-not-heavier"
    SAME_ACT = "same-act"
    AGREEMENT_MISSING = "agreement-missing"
    AGREEMENT_DOES_NOT_COVER = "agreement-does-not-cover"
    AGREEMENT_NOT_ON_FILE = "agreement-not-on-file"
    CLAUSE_NOT_ON_FILE = "clause-not-on-file"
    VILLAGE_STEP_SKIPPED = "village-step-skipped"
    VILLAGE_STEP_TOO_EARLY = "village-step-too-early"
    VILLAGE_GAP = "village-gap"
    # who decides
    NOT_THE_AUTHORITY = "not-the-authority"
    NO_AUTHORITY = "no-authority"
    NUMBER_TAKEN = "number-taken"
    REPORT_AUTHOR_DECIDES = "report-author-decides"
    EXAMINER_DECIDES = "examiner-decides"
    DECIDER_INVOLVED = "decider-involved"
    ACTING_MAY_NOT = "acting-may-not"
    ACTING_NOT_ON_DATE = "acting-not-on-date"
    CONSENT_MISSING = "consent-missing"
    SECOND_PERSON_MISSING = "second-person-missing"
    CAMAT_CONSULTATION_MISSING = "camat-consultation-missing"
    CAMAT_RECOMMENDATION_MISSING = "camat-recommendation-missing"
    CAMAT_DISAGREES = "camat-disagrees"
    VILLAGE_REVIEW_MISSING = "village-review-missing"
    # hearing
    NOT_EXAMINED = "not-examined"
    NOT_CLARIFIED = "not-clarified"
    COUNCIL_NOT_HEARD = "council-not-heard"
    NOT_AS_RECOMMENDED = "not-as-recommended"
    RECOMMENDATION_MISSING = "recommendation-missing"
    RECOMMENDATION_TOO_EARLY = "recommendation-too-early"
    MINUTES_UNSIGNED = "minutes-unsigned"
    TEAM_REQUIRED = "team-required"
    TEAM_TOO_SMALL = "team-too-small"
    TEAM_INCOMPLETE = "team-incomplete"
    TEAM_SIDE_WRONG = "team-side-wrong"
    TEAM_MEMBER_UNKNOWN = "team-member-unknown"
    TEAM_MEMBER_TOO_LOW = "team-member-too-low"
    TEAM_MEMBER_INVOLVED = "team-member-involved"
    TEAM_MEMBER_DECIDES = "team-member-decides"
    TEAM_NOT_FORMED_BY_PPK = "team-not-formed-by-ppk"
    COUNCIL_NOT_FORMED_BY_PPK = "council-not-formed-by-ppk"
    COUNCIL_TOO_SMALL = "council-too-small"
    COUNCIL_EVEN = "council-even"
    SUMMONS_GAP = "summons-gap"
    SUMMONS_ON_CLOSED_DAY = "summons-on-closed-day"
    SECOND_SUMMONS_LATE = "second-summons-late"
    ABSENCE_NOT_PROVED = "absence-not-proved"
    PROOF_USED_BEFORE = "proof-used-before"
    EXAM_ON_ANOTHER_DAY = "exam-on-another-day"
    EXAM_ON_CLOSED_DAY = "exam-on-closed-day"
    NOTICE_TOO_SHORT = "notice-too-short"
    # routes and data
    LIGHT_ROUTE_NOT_OPEN = "light-route-not-open"
    LIGHT_ROUTE_HEAVY = "light-route-heavy"
    SUBSTITUTE_HANDLES = "substitute-handles"
    OVERLAY_INVALID = "overlay-invalid"
    OVERLAY_NOT_LOCAL = "overlay-not-local"


_DEGREE: Final = ("sanction", "degree")
PARAMS: Final[Mapping[RefusalCode, tuple[str, ...]]] = MappingProxyType(
    {
        RefusalCode.DATE_IN_FUTURE: ("happened_on", "today"),
        RefusalCode.DATE_BEFORE_STEP: ("happened_on", "not_before", "step"),
        RefusalCode.VIOLATION_UNKNOWN: ("violation",),
        RefusalCode.VIOLATION_NOT_FOR_ELECTION: ("violation", "election"),
        RefusalCode.VIOLATION_NOT_FOR_CATEGORY: ("violation", "category"),
        RefusalCode.CATEGORY_UNKNOWN: (),
        RefusalCode.LEGAL_REVIEW_OPEN: ("reason",),
        RefusalCode.DEGREE_NOT_SAID: (),
        RefusalCode.SANCTION_UNKNOWN: ("sanction", "category"),
        RefusalCode.SANCTION_TOO_HEAVY: _DEGREE,
        RefusalCode.SANCTION_TOO_LIGHT: _DEGREE,
        RefusalCode.SANCTION_NOT_MORAL: ("sanction",),
        RefusalCode.MORAL_STATEMENT_NOT_ENOUGH: _DEGREE,
        RefusalCode.SANCTION_NOT_IN_FORCE: ("sanction", "on"),
        RefusalCode.STATUTE_FIXES_SANCTION: ("sanction", "required"),
        RefusalCode.NO_LADDER_IN_FORCE: ("category", "on"),
        RefusalCode.LADDER_NOT_NAMED: ("category", "on"),
        RefusalCode.LADDER_IN_FORCE: ("category", "on"),
        RefusalCode.NO_LOCAL_LADDER: ("category", "on"),
        RefusalCode.REPEAT_NOT_HEAVIER: ("sanction", "last"),
        RefusalCode.SAME_ACT: ("last", "number", "decided_on"),
        RefusalCode.AGREEMENT_MISSING: (),
        RefusalCode.AGREEMENT_DOES_NOT_COVER: ("sanction", "clause"),
        RefusalCode.AGREEMENT_NOT_ON_FILE: (),
        RefusalCode.CLAUSE_NOT_ON_FILE: (),
        RefusalCode.VILLAGE_STEP_SKIPPED: ("sanction", "expected"),
        RefusalCode.VILLAGE_STEP_TOO_EARLY: ("sanction", "last"),
        RefusalCode.VILLAGE_GAP: ("sanction", "not_before"),
        RefusalCode.NOT_THE_AUTHORITY: ("decider", "authority"),
        RefusalCode.NO_AUTHORITY: ("authority",),
        RefusalCode.NUMBER_TAKEN: ("number",),
        RefusalCode.REPORT_AUTHOR_DECIDES: (),
        RefusalCode.EXAMINER_DECIDES: ("degree",),
        RefusalCode.DECIDER_INVOLVED: (),
        RefusalCode.ACTING_MAY_NOT: ("acting", "sanction"),
        RefusalCode.ACTING_NOT_ON_DATE: ("acting", "on"),
        RefusalCode.CONSENT_MISSING: ("acting",),
        RefusalCode.SECOND_PERSON_MISSING: (),
        RefusalCode.CAMAT_CONSULTATION_MISSING: (),
        RefusalCode.CAMAT_RECOMMENDATION_MISSING: (),
        RefusalCode.CAMAT_DISAGREES: (),
        RefusalCode.VILLAGE_REVIEW_MISSING: (),
        RefusalCode.NOT_EXAMINED: ("category",),
        RefusalCode.NOT_CLARIFIED: ("category",),
        RefusalCode.COUNCIL_NOT_HEARD: (),
        RefusalCode.NOT_AS_RECOMMENDED: ("recommendation",),
        RefusalCode.RECOMMENDATION_MISSING: (),
        RefusalCode.RECOMMENDATION_TOO_EARLY: (),
        RefusalCode.MINUTES_UNSIGNED: (),
        RefusalCode.TEAM_REQUIRED: ("degree",),
        RefusalCode.TEAM_TOO_SMALL: ("members", "least"),
        RefusalCode.TEAM_INCOMPLETE: ("element",),
        RefusalCode.TEAM_SIDE_WRONG: ("element",),
        RefusalCode.TEAM_MEMBER_UNKNOWN: ("person",),
        RefusalCode.TEAM_MEMBER_TOO_LOW: ("level", "examinee_level"),
        RefusalCode.TEAM_MEMBER_INVOLVED: (),
        RefusalCode.TEAM_MEMBER_DECIDES: (),
        RefusalCode.TEAM_NOT_FORMED_BY_PPK: (),
        RefusalCode.COUNCIL_NOT_FORMED_BY_PPK: (),
        RefusalCode.COUNCIL_TOO_SMALL: ("members", "least"),
        RefusalCode.COUNCIL_EVEN: ("members",),
        RefusalCode.SUMMONS_GAP: ("letter_on", "exam_on", "lawful_on"),
        RefusalCode.SUMMONS_ON_CLOSED_DAY: ("exam_on", "lawful_on"),
        RefusalCode.SECOND_SUMMONS_LATE: ("letter_on", "latest"),
        RefusalCode.ABSENCE_NOT_PROVED: (),
        RefusalCode.PROOF_USED_BEFORE: (),
        RefusalCode.EXAM_ON_ANOTHER_DAY: ("happened_on", "exam_on"),
        RefusalCode.EXAM_ON_CLOSED_DAY: ("happened_on",),
        RefusalCode.NOTICE_TOO_SHORT: ("letter_on", "exam_on", "lawful_on"),
        RefusalCode.LIGHT_ROUTE_NOT_OPEN: ("category", "role"),
        RefusalCode.LIGHT_ROUTE_HEAVY: (),
        RefusalCode.SUBSTITUTE_HANDLES: (),
        RefusalCode.OVERLAY_INVALID: ("problem",),
        RefusalCode.OVERLAY_NOT_LOCAL: ("row", "problem"),
    }
)


class LawRefusal(Exception):
    """An act that the law does not allow, with what a person needs to see why.

    `params` are plain strings (codes and ISO dates, never a name or a text that a
    person wrote); `citation` is None only where the reason is not a rule of law.
    """

    def __init__(
        self, code: RefusalCode, citation: Citation | None = None, **params: str | int | date
    ) -> None:
        if set(params) != set(PARAMS[code]):
            raise TypeError(f"{code} takes {PARAMS[code]}, not {sorted(params)}")
        self.code = code
        self.citation = citation
        self.params: dict[str, str] = {name: str(value) for name, value in params.items()}
        super().__init__(f"{code} {self.params}")
