"""How grave a proven violation is: by the act's date and the stage of the election."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from services.contracts.law import CandidateRelation, Category, Degree, Impact, Regime
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Citation
from services.workflow.rules.elections import Election
from services.workflow.rules.violations import CriminalClause


class ReviewReason(StrEnum):
    """Why no degree follows by itself, and a person of the legal section must say it."""

    NO_RULE_IN_FORCE = "no_rule_in_force"
    ACROSS_DETERMINATION = "across_determination"
    NO_RULE_FOR_STAGE = "no_rule_for_stage"
    NO_ELECTION = "no_election"
    DETERMINATION_UNKNOWN = "determination_unknown"
    PASSIVE_ATTENDANCE = "passive_attendance"
    ACTIVE_SUPPORT_NOT_ESTABLISHED = "active_support_not_established"
    IMPACT_NOT_ESTABLISHED = "impact_not_established"
    SPOUSE_RULE_NOT_IN_FORCE = "spouse_rule_not_in_force"
    DEGREE_DISPUTED = "degree_disputed"


class Facts(BaseModel):
    """What the finding establishes beside the act itself; None means not established."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    active_support: bool | None = None
    symbols: bool | None = None
    impact: Impact | None = None
    relation: CandidateRelation = CandidateRelation.NONE
    cltn: bool | None = None


class Judgement(BaseModel):
    """What follows from a proven act for one respondent.

    Exactly one of these holds: a degree; `legal_review` (with `proposed`, if any);
    `exculpated`; or neither, for village and contract, which have no degrees.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    violation: str
    regime: Regime
    degree: Degree | None = None
    legal_review: ReviewReason | None = None
    proposed: Degree | None = None
    exculpated: bool = False
    only_sanctions: tuple[str, ...] = ()
    citation: Citation
    doubts: tuple[Citation, ...] = ()
    criminal: tuple[CriminalClause, ...] = ()


def degree_of(
    book: Rulebook,
    violation: str,
    category: Category,
    acted_from: date,
    acted_to: date,
    election: Election | None,
    facts: Facts = Facts(),
) -> Judgement:
    """Judges one violation by the act's date, never by today's.

    Refuses a violation that does not exist for this category or this election.
    The twin of an act on the other side of the determination is found by itself:
    judge `disc.social-media-like` before it, and it is `ethics.social-media-like`.
    """
    raise NotImplementedError


def heaviest(judgements: Iterable[Judgement]) -> Judgement:
    """One sanction for several violations: the heaviest one (PP 94/2021).

    An open legal review outweighs all but a clear heavy degree; the criminal clauses
    of all are kept.
    """
    raise NotImplementedError


def reviewed(judgement: Judgement, degree: Degree, reasons: Citation) -> Judgement:
    """The judgement after a person of the legal section has said the degree, with the source."""
    raise NotImplementedError
