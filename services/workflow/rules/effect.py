"""When a decision takes effect, and what may be used against it until when."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Remedy
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
    """The 15th working day after receipt for civil servants' discipline; a moral statement
    when it is declared (pass that day); village and contract on receipt.
    """
    raise NotImplementedError


def remedy_period(
    book: Rulebook,
    category: Category,
    step: Step,
    *,
    decided_on: date,
    received_on: date,
    calendar: Calendar,
) -> RemedyPeriod:
    """Objection; appeal to the BPASN against dismissal or termination; otherwise UU 30/2014."""
    raise NotImplementedError


def holds_effect(period: RemedyPeriod, filed_on: date) -> bool:
    """Whether a remedy of that paper date keeps the decision from taking effect."""
    return period.holds_effect and filed_on <= period.until


def ends_on(step: Step, effective: date) -> date | None:
    """The last day of a sanction that runs for months, None for one that is done at once."""
    raise NotImplementedError
