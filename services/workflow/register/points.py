"""At which point a matter stands while a task is asked; None: the task moves nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from services.workflow.forms.kinds import TaskKind
from services.workflow.rules.stages import Point

POINT_OF: Mapping[TaskKind, Point | None] = MappingProxyType(
    {
        TaskKind.TRIAGE: Point.TRIAGE,
        TaskKind.COMPLETION_LAPSED: Point.LAPSED_COMPLETION,
        TaskKind.LATE_SUPPLEMENT: None,
        TaskKind.REVIEW: Point.REVIEW,
        TaskKind.TEAM: Point.ASSIGNMENT,
        TaskKind.INVESTIGATE: Point.INVESTIGATION,
        TaskKind.TAKE_BACK: None,
        TaskKind.PROFILE: Point.PROFILE,
        TaskKind.LEGAL_REVIEW: Point.LEGAL_REVIEW,
        TaskKind.FORM_TEAM: Point.FORM_TEAM,
        TaskKind.SUMMONS: Point.SUMMON,
        TaskKind.EXAMINE: Point.EXAMINE,
        TaskKind.CLARIFY: Point.CLARIFY,
        TaskKind.FORM_COUNCIL: Point.FORM_COUNCIL,
        TaskKind.COUNCIL_HEARING: Point.COUNCIL_HEARING,
        TaskKind.DECIDE: Point.DECIDE,
        TaskKind.CONFIRM: Point.CONFIRM,
        TaskKind.SERVE: Point.SERVE,
        TaskKind.COMPLY: Point.COMPLIANCE,
        TaskKind.RECORD: None,
        TaskKind.CLEARANCE: Point.CLEAR,
    }
)

ASKED_POINTS: frozenset[Point] = frozenset(point for point in POINT_OF.values() if point)
"""Points at which a task is about to be asked: its opening tells step and date together."""
