"""What follows from a proven act for one respondent: a degree, a review, or nothing."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import CandidateRelation, Degree, Impact, Regime
from services.workflow.rules.citations import Citation
from services.workflow.rules.violations import CriminalClause

_WEIGHT: Final[Mapping[Degree, int]] = MappingProxyType(
    {Degree.ETHICS: 1, Degree.LIGHT: 2, Degree.MEDIUM: 3, Degree.HEAVY: 4}
)


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


def heaviest(judgements: Iterable[Judgement]) -> Judgement:
    """One sanction for several violations: the heaviest one (PP 94/2021).

    An open legal review outweighs all but a clear heavy degree; the criminal clauses
    of all are kept. What exculpates counts only when nothing else is left.
    """
    known = list(judgements)
    if not known:
        raise ValueError("nothing was judged")
    top = max(known, key=_weight)
    clauses = tuple(dict.fromkeys(clause for one in known for clause in one.criminal))
    return top.model_copy(update={"criminal": clauses})


def reviewed(judgement: Judgement, degree: Degree | None, reasons: Citation) -> Judgement:
    """The judgement after a person of the legal section has said the degree, with the source.

    None where the law of the respondent knows no degrees (village, contract).
    """
    if judgement.legal_review is None:
        raise ValueError("this judgement is not under legal review")
    return judgement.model_copy(
        update={
            "degree": degree,
            "legal_review": None,
            "proposed": None,
            "citation": reasons,
            "doubts": (*judgement.doubts, judgement.citation),
        }
    )


def _weight(judgement: Judgement) -> tuple[int, bool]:
    fixed = bool(judgement.only_sanctions)
    if judgement.degree is not None:
        # Between medium (30) and heavy (40) stands an open review.
        return (_WEIGHT[judgement.degree] * 10, fixed)
    if judgement.legal_review is not None:
        return (35, fixed)
    return (0 if judgement.exculpated else 1, fixed)
