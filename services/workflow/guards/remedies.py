"""What may be used against a decision that was served, and until when, by the paper's date."""

from services.contracts.law import Remedy
from services.workflow.acts import Act, Facts
from services.workflow.failures import refusal
from services.workflow.forms.tracks.remedy_received import AppealReceived, ObjectionReceived
from services.workflow.guards.dossier import Dossier
from services.workflow.rules.effect import (
    RemedyPeriod,
    holds_effect,
    remedy_period,
)

_CLOCKS = {
    Remedy.OBJECTION: "OBJECTION_FILE",
    Remedy.APPEAL_BPASN: "APPEAL_FILE",
    Remedy.ADMINISTRATIVE_OBJECTION: "ADM_OBJECTION",
}
_DECIDED_BY = {
    Remedy.OBJECTION: "OBJECTION_DECIDE",
    Remedy.APPEAL_BPASN: "APPEAL_DECIDE",
    Remedy.ADMINISTRATIVE_OBJECTION: "ADM_OBJECTION_DECIDE",
}


def period_key(remedy: Remedy) -> str:
    """The key of the period in which the remedy may be filed."""
    return _CLOCKS[remedy]


def reply_key(remedy: Remedy) -> str:
    """The key of the period in which it is to be decided."""
    return _DECIDED_BY[remedy]


def open_remedy(dossier: Dossier, facts: Facts) -> RemedyPeriod:
    """The remedy against the decision as it was served."""
    decided = dossier.decision
    if decided is None or decided.step is None or dossier.received_on is None:
        raise refusal("nothing-to-object-to")
    return remedy_period(
        facts.book,
        dossier.category,
        decided.step,
        decided_on=decided.decided_on,
        received_on=dossier.received_on,
        calendar=facts.calendar,
    )


def is_held(period: RemedyPeriod, act: Act, answer: ObjectionReceived | AppealReceived) -> bool:
    """Whether this paper keeps the decision from taking effect, however late it is entered."""
    del act
    return holds_effect(period, answer.paper_date)


def check_remedy(
    dossier: Dossier,
    answer: ObjectionReceived | AppealReceived,
    *,
    already: bool,
    being_told: bool = False,
) -> None:
    """The remedy that is open, not before the receipt, and in time by the paper's own date."""
    period = dossier.remedy
    if period is None:
        raise refusal("nothing-to-object-to")
    if already:
        raise refusal("remedy-already-filed")
    if being_told:
        # Another paper is being recorded; it may yet be refused, and then this one is asked again.
        raise refusal("task-being-answered")
    appealed = isinstance(answer, AppealReceived)
    if appealed is not (period.remedy is Remedy.APPEAL_BPASN):
        raise refusal("wrong-remedy", citation=str(period.citation), remedy=period.remedy)
    if dossier.received_on is not None and answer.paper_date < dossier.received_on:
        raise refusal("remedy-before-receipt", received_on=dossier.received_on)
    if answer.paper_date > period.until:
        raise refusal("remedy-lapsed", citation=str(period.citation), until=period.until)
