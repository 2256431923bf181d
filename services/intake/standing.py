"""Where a complaint stands, as its agency may read it. Pure: rows in, an answer out."""

import json
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.contracts.law import (
    AgencyKind,
    ComplaintKind,
    Degree,
    Missing,
    Outcome,
    Stage,
)
from services.intake.doubts import Doubt
from services.kit.words import Language, Words

_TOO_EARLY: Final = frozenset({Stage.RECEIVED, Stage.AWAITING_COMPLETION, Stage.UNDER_REVIEW})
"""Nothing is decided for anybody here. Later the case tells of each respondent by itself: one may
be in effect while another is still decided upon."""


class RespondentStanding(BaseModel, frozen=True):
    """One respondent, by the place in the complaint's list."""

    respondent: int
    outcome: Outcome | None = Field(None, description="null until in effect or closed")
    degree: Degree | None = Field(None, description="null until in effect; null by law for some")
    sanction: str | None = Field(None, description="told to Bawaslu and BKN only")


class Standing(BaseModel, frozen=True):
    """What moves: the part that notices tell."""

    stage: Stage
    reason_code: str | None = None
    next_step: str | None = None
    acting_role: str | None = Field(None, description="who acts, as a role")
    expected_on: date | None = None
    respondents: list[RespondentStanding] = []


class Status(Standing, frozen=True):
    """A complaint as its agency reads it."""

    stage_label: str = Field("", description="the stage in words, by Accept-Language")
    acting_role_label: str | None = Field(None, description="the role in words")
    complaint_id: UUID
    case_number: str | None = Field(description="the agency's own number")
    jurisdiction: str
    kind: ComplaintKind
    received_at: AwareDatetime
    body_sha256: str
    missing: list[Missing]
    warnings: list[Doubt]
    supplements: int = Field(description="how many were received")
    withdrawn_at: AwareDatetime | None

    def in_words(self, words: Words, lang: Language) -> "Status":
        """The same, with what a person reads."""
        role = f"label.role.{self.acting_role}"
        return self.model_copy(
            update={
                "stage_label": words.say(f"stage.{self.stage}", lang),
                "acting_role_label": words.say(role, lang) if words.has(role) else None,
            }
        )


COLUMNS: Final = (
    "complaint_id, number, agency_id, agency_kind, case_number, jurisdiction,"
    " coalesce(corrected_kind, kind) as kind, received_at, body_sha256,"
    " coalesce(corrected_respondents, complaint.respondents) as respondent_count,"
    " stage, reason_code, next_step, acting_role, expected_on, standing.respondents,"
    " missing, warnings, standing.supplements, withdrawn_at, case_id"
)
"""What `standing_of` and `status_of` need of complaint and standing."""


def standing_of(row: Any) -> Standing:  # noqa: ANN401 -- an asyncpg record
    """What the agency of the row may know of where it stands."""
    stage = Stage(row["stage"])
    views = {view["respondent"]: view for view in json.loads(row["respondents"])}
    tells_sanction = AgencyKind(row["agency_kind"]).is_told_the_sanction
    return Standing(
        stage=stage,
        reason_code=row["reason_code"],
        next_step=row["next_step"],
        acting_role=row["acting_role"],
        expected_on=row["expected_on"],
        respondents=[
            _respondent(at, views.get(at, {}), stage, tells_sanction=tells_sanction)
            for at in range(row["respondent_count"])
        ],
    )


def status_of(row: Any) -> Status:  # noqa: ANN401 -- an asyncpg record
    """The whole status of a row."""
    return Status(
        **standing_of(row).model_dump(),
        complaint_id=row["complaint_id"],
        case_number=row["case_number"],
        jurisdiction=row["jurisdiction"],
        kind=row["kind"],
        received_at=row["received_at"],
        body_sha256=row["body_sha256"].hex(),
        missing=row["missing"],
        warnings=json.loads(row["warnings"]),
        supplements=row["supplements"],
        withdrawn_at=row["withdrawn_at"],
    )


def _respondent(
    at: int, view: dict[str, Any], stage: Stage, *, tells_sanction: bool
) -> RespondentStanding:
    if stage in _TOO_EARLY:
        return RespondentStanding(respondent=at)
    return RespondentStanding(
        respondent=at,
        outcome=view.get("outcome"),
        degree=view.get("degree"),
        sanction=view.get("sanction") if tells_sanction else None,
    )
