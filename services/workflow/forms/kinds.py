"""The closed lists of what officials are asked and of what they may do unasked."""

from enum import StrEnum
from typing import Final


class TaskKind(StrEnum):
    """One thing one person must do by a date."""

    TRIAGE = "triage"
    COMPLETION_LAPSED = "completion_lapsed"
    LATE_SUPPLEMENT = "late_supplement"
    REVIEW = "review"
    TEAM = "team"
    INVESTIGATE = "investigate"
    TAKE_BACK = "take_back"
    PROFILE = "profile"
    LEGAL_REVIEW = "legal_review"
    FORM_TEAM = "form_team"
    SUMMONS = "summons"
    EXAMINE = "examine"
    CLARIFY = "clarify"
    FORM_COUNCIL = "form_council"
    COUNCIL_HEARING = "council_hearing"
    DECIDE = "decide"
    CONFIRM = "confirm"
    SERVE = "serve"
    COMPLY = "comply"
    RECORD = "record"
    CLEARANCE = "clearance"


class AnytimeKind(StrEnum):
    """What may be recorded while a case or track lives, without having been asked."""

    CRIMINAL_REFERRAL = "criminal_referral"
    CRIMINAL_RESULT = "criminal_result"
    INACTION = "inaction"
    EXTEND_INVESTIGATION = "extend_investigation"
    OBJECTION_RECEIVED = "objection_received"
    APPEAL_RECEIVED = "appeal_received"


_BEFORE_TRACKS: Final = {
    TaskKind.TRIAGE,
    TaskKind.COMPLETION_LAPSED,
    TaskKind.LATE_SUPPLEMENT,
    TaskKind.REVIEW,
    TaskKind.TEAM,
    TaskKind.INVESTIGATE,
    TaskKind.TAKE_BACK,
}
OF_TRACKS: Final = frozenset(TaskKind) - _BEFORE_TRACKS | {
    AnytimeKind.OBJECTION_RECEIVED,
    AnytimeKind.APPEAL_RECEIVED,
    AnytimeKind.INACTION,
}
"""What belongs to one respondent: sent to his track, whether it is asked there or refused."""
