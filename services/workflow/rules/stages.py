"""Where a matter stands, as a table: stage, next step, who acts, which deadline runs."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Role, Stage


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


def standing(point: Point, category: Category = Category.UNKNOWN) -> Standing:
    """Stage, next step, acting role and running deadline at a point, for a category."""
    raise NotImplementedError


def case_stage(points: Iterable[Point]) -> Stage:
    """The stage of a case with several respondents: the least advanced of them."""
    raise NotImplementedError
