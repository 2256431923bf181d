"""How grave a proven violation is: by the act's date and the stage of the election."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from services.contracts.law import CandidateRelation, Category, Degree, ElectionType, Impact, Regime
from services.workflow.rules.book import Rulebook
from services.workflow.rules.elections import Election
from services.workflow.rules.judgements import (
    Facts,
    Judgement,
    ReviewReason,
    heaviest,
    reviewed,
)
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.violations import ActStage, CriminalClause, Violation

__all__ = [
    "Facts",
    "Judgement",
    "ReviewReason",
    "criminal_clauses",
    "degree_of",
    "heaviest",
    "reviewed",
]


_BY_IMPACT: Final[Mapping[Impact, Degree]] = MappingProxyType(
    {Impact.UNIT: Degree.LIGHT, Impact.INSTITUTION: Degree.MEDIUM, Impact.STATE: Degree.HEAVY}
)
_NOTHING_MORE: Final = Facts()


def degree_of(
    book: Rulebook,
    violation: str,
    category: Category,
    acted_from: date,
    acted_to: date,
    election: Election | None,
    facts: Facts = _NOTHING_MORE,
) -> Judgement:
    """Judges one violation by the act's date, never by today's.

    Refuses a violation that does not exist for this category or this election.
    The twin of an act on the other side of the determination is found by itself:
    judge `disc.social-media-like` before it, and it is `ethics.social-media-like`.
    """
    named = book.find_violation(violation, acted_from)
    _check_applies(book, named, category, election)
    act = _Act(book, category, acted_from, acted_to, election, facts)
    if not act.under(named):
        return act.review(named, ReviewReason.NO_RULE_IN_FORCE)
    if not category.is_asn:
        return act.judge(named, None)
    staged = act.at_its_stage(named)
    return act.grade(staged) if isinstance(staged, Violation) else staged


def criminal_clauses(
    violation: Violation, category: Category, election: ElectionType | None
) -> tuple[CriminalClause, ...]:
    """The criminal clauses this act may meet for this category in this election.

    Never village staff in a Pilkada (art. 188 names civil servants and village heads), and
    nothing in a Pilkades. The referral is an act of a person beside the track.
    """
    return tuple(
        clause
        for clause in violation.criminal
        if election in clause.elections and category in clause.categories
    )


def _check_applies(
    book: Rulebook, violation: Violation, category: Category, election: Election | None
) -> None:
    if category is Category.UNKNOWN:
        raise LawRefusal(RefusalCode.CATEGORY_UNKNOWN, book.cite("category_needed"))
    if category not in violation.categories:
        raise LawRefusal(
            RefusalCode.VIOLATION_NOT_FOR_CATEGORY,
            violation.citation,
            violation=violation.slug,
            category=category,
        )
    if election is not None and election.type not in violation.elections:
        pilkades = election.type is ElectionType.PILKADES
        raise LawRefusal(
            RefusalCode.VIOLATION_NOT_FOR_ELECTION,
            book.cite("pilkades_gap") if pilkades else violation.citation,
            violation=violation.slug,
            election=election.type,
        )


class _Act:
    """One act with what was established about it."""

    def __init__(
        self,
        book: Rulebook,
        category: Category,
        acted_from: date,
        acted_to: date,
        election: Election | None,
        facts: Facts,
    ) -> None:
        if acted_to < acted_from:
            raise ValueError("an act does not end before it begins")
        self._book = book
        self._category = category
        self._from = acted_from
        self._to = acted_to
        self._election = election
        self._facts = facts

    def under(self, violation: Violation) -> bool:
        """Whether the rule was in force on every day of the act."""
        return violation.in_force_on(self._from) and violation.in_force_on(self._to)

    def at_its_stage(self, violation: Violation) -> Violation | Judgement:
        """The violation, or its twin across the determination; a review where neither fits."""
        actual = self._stage()
        if violation.stage in {ActStage.ANY, actual}:
            return violation
        if isinstance(actual, ReviewReason):
            return self.review(violation, actual)
        before = actual is ActStage.BEFORE_DETERMINATION
        if before and self._prospective_too() and violation.regime is Regime.DISCIPLINE:
            return violation
        if violation.twin is None:
            return self.review(violation, ReviewReason.NO_RULE_FOR_STAGE)
        twin = self._book.find_violation(violation.twin, self._from)
        return twin if self.under(twin) else self.review(twin, ReviewReason.NO_RULE_IN_FORCE)

    def grade(self, violation: Violation) -> Judgement:
        """The degree of a violation that applies, or why a person must say it."""
        facts = self._facts
        if facts.relation is CandidateRelation.SPOUSE and violation.spouse_rule:
            spouse = self._as_spouse(violation)
            if spouse is not None:
                return spouse
        if violation.needs_active_support and facts.active_support is not True:
            passive = facts.active_support is False
            return self.review(
                violation,
                ReviewReason.PASSIVE_ATTENDANCE
                if passive
                else ReviewReason.ACTIVE_SUPPORT_NOT_ESTABLISHED,
            )
        degree = violation.degree
        if violation.by_impact:
            if facts.impact is None:
                return self.review(violation, ReviewReason.IMPACT_NOT_ESTABLISHED)
            degree = _BY_IMPACT[facts.impact]
        if violation.needs_legal_review:
            return self.review(violation, ReviewReason.DEGREE_DISPUTED, degree)
        return self.judge(violation, degree)

    def judge(self, violation: Violation, degree: Degree | None) -> Judgement:
        return self._written(violation, degree=degree)

    def review(
        self, violation: Violation, reason: ReviewReason, proposed: Degree | None = None
    ) -> Judgement:
        return self._written(violation, legal_review=reason, proposed=proposed)

    def _stage(self) -> ActStage | ReviewReason:
        if self._election is None:
            return ReviewReason.NO_ELECTION
        determined = self._election.determined_on
        if determined is None:
            return ReviewReason.DETERMINATION_UNKNOWN
        if self._to < determined:
            return ActStage.BEFORE_DETERMINATION
        if self._from < determined:
            return ReviewReason.ACROSS_DETERMINATION
        return ActStage.AFTER_DETERMINATION

    def _as_spouse(self, violation: Violation) -> Judgement | None:
        rule = self._book.find_regulation("SE_MENPANRB_18_2023", self._from)
        if rule is None:
            return self.review(violation, ReviewReason.SPOUSE_RULE_NOT_IN_FORCE)
        if self._facts.active_support is False and self._facts.symbols is False:
            return self._written(violation, exculpated=True).model_copy(
                update={"citation": rule.citation}
            )
        if self._facts.active_support is None or self._facts.symbols is None:
            return self.review(violation, ReviewReason.ACTIVE_SUPPORT_NOT_ESTABLISHED)
        return None

    def _prospective_too(self) -> bool:
        setting = self._book.find_setting("d_list_for_prospective", self._from)
        return setting.value == "both"

    def _written(
        self,
        violation: Violation,
        *,
        degree: Degree | None = None,
        legal_review: ReviewReason | None = None,
        proposed: Degree | None = None,
        exculpated: bool = False,
    ) -> Judgement:
        election = self._election.type if self._election else None
        return Judgement(
            violation=violation.slug,
            regime=violation.regime,
            degree=degree,
            legal_review=legal_review,
            proposed=proposed,
            exculpated=exculpated,
            only_sanctions=violation.only_sanctions,
            citation=violation.citation_for(self._category),
            doubts=(self._book.cite("bakal_or_calon"),) if violation.twin else (),
            criminal=() if exculpated else criminal_clauses(violation, self._category, election),
        )
