"""When a decision takes effect, and what may be used against it until when."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree, Remedy
from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.citations import Citation
from services.workflow.rules.steps import Step


class RemedyPeriod(BaseModel):
    """Which remedy is open, warned of by one date and lost after the other.

    `holds_effect` says whether its filing in time keeps the decision from taking effect.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    remedy: Remedy
    until: date
    warn_by: date
    holds_effect: bool
    citation: Citation


class EffectiveDate(BaseModel):
    """The day a decision takes effect if nothing holds it, and why that day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    deadline_key: str | None
    citation: Citation


def effective_on(
    book: Rulebook, category: Category, step: Step, received_on: date, calendar: Calendar
) -> EffectiveDate:
    """The day the decision takes effect if no remedy holds it.

    Discipline of civil servants: the 15th working day after receipt. A moral statement: the
    day it is declared (given as `received_on`). Village and contract: the day of receipt.
    """
    if not category.is_asn:
        cited = book.cite("takes_force_on_receipt")
        return EffectiveDate(on=received_on, deadline_key=None, citation=cited)
    if step.degree is Degree.ETHICS:
        cited = book.cite("moral_when_declared")
        return EffectiveDate(on=received_on, deadline_key=None, citation=cited)
    rule = book.find_deadline("EFFECTIVE", received_on)
    return EffectiveDate(
        on=rule.due(received_on, calendar), deadline_key=rule.key, citation=rule.citation
    )


def remedy_period(
    book: Rulebook,
    category: Category,
    step: Step,
    *,
    decided_on: date,
    received_on: date,
    calendar: Calendar,
) -> RemedyPeriod:
    """Objection; appeal to the BPASN against dismissal or termination; otherwise UU 30/2014.

    The period of an appeal is warned of by the decision's date and lost by the receipt's,
    because the sources disagree on its anchor.
    """
    if not category.is_asn or step.degree is Degree.ETHICS:
        rule = book.find_deadline("ADM_OBJECTION", received_on)
        until = rule.due(received_on, calendar)
        cited = book.cite("ethics_remedy") if category.is_asn else rule.citation
        return RemedyPeriod(
            remedy=Remedy.ADMINISTRATIVE_OBJECTION,
            until=until,
            warn_by=until,
            holds_effect=False,
            citation=cited,
        )
    remedy = remedy_for(category, step)
    key = "APPEAL_FILE" if remedy is Remedy.APPEAL_BPASN else "OBJECTION_FILE"
    rule = book.find_deadline(key, received_on)
    until = rule.due(received_on, calendar)
    appeal = remedy is Remedy.APPEAL_BPASN
    return RemedyPeriod(
        remedy=remedy,
        until=until,
        warn_by=min(until, rule.due(decided_on, calendar)) if appeal else until,
        holds_effect=True,
        citation=rule.citation,
    )


def remedy_for(category: Category, step: Step) -> Remedy:
    """Which remedy is open against a sanction of this category."""
    if not category.is_asn or step.degree is Degree.ETHICS:
        return Remedy.ADMINISTRATIVE_OBJECTION
    return Remedy.APPEAL_BPASN if step.ends_service else Remedy.OBJECTION


def holds_effect(period: RemedyPeriod, filed_on: date) -> bool:
    """Whether a remedy of that paper date keeps the decision from taking effect."""
    return period.holds_effect and filed_on <= period.until
