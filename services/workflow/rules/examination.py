"""The examination in one place: summons, team, council, hearing, ready to decide."""

from services.workflow.rules.hearings import (
    Hearing,
    HearingForm,
    check_ready_to_decide,
    clarifier,
    hearing_form,
)
from services.workflow.rules.summonses import (
    Absence,
    check_own_proof,
    check_second_summons,
    check_summons,
    exam_date,
    may_decide_without_hearing,
    second_summons_by,
)
from services.workflow.rules.teams import (
    Element,
    Member,
    check_council,
    check_team,
    team_required,
)

__all__ = [
    "Absence",
    "Element",
    "Hearing",
    "HearingForm",
    "Member",
    "check_council",
    "check_own_proof",
    "check_ready_to_decide",
    "check_second_summons",
    "check_summons",
    "check_team",
    "clarifier",
    "exam_date",
    "hearing_form",
    "may_decide_without_hearing",
    "second_summons_by",
    "team_required",
]
