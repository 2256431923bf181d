"""Where a matter stands, as a table: stage, next step, who acts, which deadline runs."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree, Role, Stage
from services.workflow.rules.routes import light_route


class Point(StrEnum):
    """Where complaint, case or track waits."""

    TRIAGE = "triage"
    COMPLETION = "completion"
    LAPSED_COMPLETION = "lapsed_completion"
    LIGHT_ROUTE = "light_route"
    TAKE_BACK = "take_back"
    REVIEW = "review"
    ASSIGNMENT = "assignment"
    INVESTIGATION = "investigation"
    REPORT = "report"
    PROFILE = "profile"
    LEGAL_REVIEW = "legal_review"
    FORM_TEAM = "form_team"
    SUMMON = "summon"
    EXAMINE = "examine"
    CLARIFY = "clarify"
    FORM_COUNCIL = "form_council"
    COUNCIL_HEARING = "council_hearing"
    CLEAR = "clear"
    DECIDE = "decide"
    CONFIRM = "confirm"
    SERVE = "serve"
    DECLARE = "declare"
    WAIT_EFFECT = "wait_effect"
    REMEDY = "remedy"
    COMPLIANCE = "compliance"
    RECORD = "record"
    CLOSE = "close"
    CLOSED = "closed"
    JOINED = "joined"


class Standing(BaseModel):
    """One row: what an agency reads and which clock runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage
    next_step: str | None
    acting_role: Role | None
    deadline_key: str | None


def standing(
    point: Point, category: Category = Category.UNKNOWN, degree: Degree | None = None
) -> Standing:
    """Stage, next step, acting role and running deadline at a point.

    Where the acting role follows the category (who decides, who clarifies) it is filled in;
    a track that knows its authority says that one instead.
    """
    stage, role, deadline = _TABLE[point]
    return Standing(
        stage=stage,
        next_step=None if point in _ENDS else point,
        acting_role=_acting(point, category, degree) or role,
        deadline_key=_DEADLINES.get((point, category), deadline),
    )


def case_stage(stages: Iterable[Stage]) -> Stage:
    """The stage of a case with several respondents: the least advanced of them."""
    return min(stages, key=_ORDER.index, default=Stage.UNDER_REVIEW)


_TABLE: Final[Mapping[Point, tuple[Stage, Role | None, str | None]]] = MappingProxyType(
    {
        Point.TRIAGE: (Stage.RECEIVED, Role.INTAKE_OFFICER, "INTAKE_FORWARD"),
        Point.COMPLETION: (Stage.AWAITING_COMPLETION, Role.AGENCY, "INTAKE_COMPLETE"),
        Point.LAPSED_COMPLETION: (
            Stage.AWAITING_COMPLETION,
            Role.INTAKE_OFFICER,
            "COMPLETION_LAPSED",
        ),
        Point.LIGHT_ROUTE: (Stage.UNDER_REVIEW, Role.SUPERIOR, "LIGHT_ROUTE"),
        Point.TAKE_BACK: (Stage.UNDER_REVIEW, Role.INSPECTOR, "TAKE_BACK"),
        Point.REVIEW: (Stage.UNDER_REVIEW, Role.IRBAN, "PRELIM_REVIEW"),
        Point.ASSIGNMENT: (Stage.UNDER_REVIEW, Role.INSPECTOR, "ASSIGNMENT"),
        Point.INVESTIGATION: (Stage.UNDER_INVESTIGATION, Role.AUDITOR, "INVESTIGATION"),
        Point.REPORT: (Stage.UNDER_INVESTIGATION, Role.INSPECTOR, "LHP_DELIVERY"),
        Point.PROFILE: (Stage.DECIDING, Role.BKPSDM, "PROFILE"),
        Point.LEGAL_REVIEW: (Stage.DECIDING, Role.LEGAL, "LEGAL_REVIEW"),
        Point.FORM_TEAM: (Stage.DECIDING, Role.PPK, "TEAM_FORMED"),
        Point.SUMMON: (Stage.DECIDING, Role.SUPERIOR, "SUMMONS_ISSUED"),
        Point.EXAMINE: (Stage.DECIDING, Role.SUPERIOR, "SUMMON_1"),
        Point.CLARIFY: (Stage.DECIDING, Role.CAMAT, "CLARIFICATION"),
        Point.FORM_COUNCIL: (Stage.DECIDING, Role.PPK, "TEAM_FORMED"),
        Point.COUNCIL_HEARING: (Stage.DECIDING, Role.ETHICS_COUNCIL, "COUNCIL_SUMMONS"),
        Point.CLEAR: (Stage.DECIDING, Role.INSPECTOR, "CLEARANCE"),
        Point.DECIDE: (Stage.DECIDING, Role.PPK, "DECISION"),
        Point.CONFIRM: (Stage.DECIDING, Role.SUPERIOR, "CONFIRM"),
        Point.SERVE: (Stage.DECIDED, Role.BKPSDM, "DELIVERY"),
        Point.DECLARE: (Stage.DECIDED, Role.PPK, "DELIVERY"),
        Point.WAIT_EFFECT: (Stage.DECIDED, None, "EFFECTIVE"),
        Point.REMEDY: (Stage.UNDER_REMEDY, Role.PPK, "OBJECTION_DECIDE"),
        Point.COMPLIANCE: (Stage.IN_EFFECT, Role.CAMAT, "VILLAGE_COMPLIANCE"),
        Point.RECORD: (Stage.IN_EFFECT, Role.BKPSDM, "IDIS_RECORD"),
        Point.CLOSE: (Stage.IN_EFFECT, Role.INSPECTOR, "REPORTER_FINAL_NOTICE"),
        Point.CLOSED: (Stage.CLOSED, None, None),
        Point.JOINED: (Stage.JOINED, None, None),
    }
)
_ENDS: Final = frozenset({Point.CLOSED, Point.JOINED})
_DEADLINES: Final[Mapping[tuple[Point, Category], str]] = MappingProxyType(
    {
        (Point.CLARIFY, Category.CONTRACT): "OPD_HEAD_ANSWER",
        (Point.DECIDE, Category.VILLAGE_OFFICIAL): "VILLAGE_HEAD_ACTS",
        (Point.DECIDE, Category.HAMLET_HEAD): "VILLAGE_HEAD_ACTS",
    }
)
_ORDER: Final = (
    Stage.RECEIVED,
    Stage.AWAITING_COMPLETION,
    Stage.UNDER_REVIEW,
    Stage.UNDER_INVESTIGATION,
    Stage.DECIDING,
    Stage.DECIDED,
    Stage.UNDER_REMEDY,
    Stage.IN_EFFECT,
    Stage.CLOSED,
    Stage.JOINED,
)


def _acting(point: Point, category: Category, degree: Degree | None) -> Role | None:
    if point in {Point.CLARIFY, Point.LIGHT_ROUTE}:
        return light_route(category)
    if category.is_asn:
        return _acting_for_civil_servant(point, degree)
    by_category = _DECIDES_OUTSIDE if point is Point.DECIDE else _KEEPS_FILE_OUTSIDE
    return by_category.get(category) if point in _FOLLOW_CATEGORY else None


def _acting_for_civil_servant(point: Point, degree: Degree | None) -> Role | None:
    if point in {Point.EXAMINE, Point.SUMMON} and degree is Degree.HEAVY:
        return Role.EXAMINER
    below = degree in {Degree.LIGHT, Degree.MEDIUM}
    return Role.SUPERIOR if point is Point.DECIDE and below else None


_FOLLOW_CATEGORY: Final = frozenset({Point.PROFILE, Point.DECIDE, Point.SERVE})
_DECIDES_OUTSIDE: Final[Mapping[Category, Role]] = MappingProxyType(
    {
        Category.CONTRACT: Role.OPD_HEAD,
        Category.VILLAGE_OFFICIAL: Role.VILLAGE_HEAD,
        Category.HAMLET_HEAD: Role.VILLAGE_HEAD,
    }
)
_KEEPS_FILE_OUTSIDE: Final[Mapping[Category, Role]] = MappingProxyType(
    {Category.CONTRACT: Role.OPD_HEAD}
    | {category: Role.DPMD for category in Category if category.is_village}
)
