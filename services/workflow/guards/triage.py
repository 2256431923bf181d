"""Triage: what may become of a complaint, by its text and by the case it is to join."""

from services.contracts.law import OfficeKind, Role
from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.complaints.triage import Below, Triage, TriageChoice
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.routes import check_light_route
from services.workflow.workflows.state import ComplaintText

_BELOW = {
    Below.SUPERIOR: Role.SUPERIOR,
    Below.OPD_HEAD: Role.OPD_HEAD,
    Below.CAMAT: Role.CAMAT,
}
_INTO_A_CASE = frozenset({TriageChoice.ACCEPT, TriageChoice.ROUTE_BELOW, TriageChoice.JOIN})


def check_triage(act: Act, form: Triage, text: ComplaintText | None) -> None:
    """Refuses a choice that the text or the case does not bear."""
    if form.choice not in _INTO_A_CASE:
        return
    if text is None or not act.facts.complaint_text_here:
        raise refusal("complaint-text-not-here")
    if not text.respondents:
        raise refusal("no-respondent-named")
    if form.choice is TriageChoice.JOIN:
        _check_join(act, form, text)
    if form.choice is TriageChoice.ROUTE_BELOW:
        _check_route(act, form, text)


def _check_join(act: Act, form: Triage, text: ComplaintText) -> None:
    target = act.facts.join
    if target is None or target.jurisdiction != act.person.jurisdiction:
        raise refusal("case-unknown")
    if text.about_inspectorate and not target.about_inspectorate:
        # The Inspektorat works on that case: its own people are a case of the substitute's.
        raise LawRefusal(RefusalCode.SUBSTITUTE_HANDLES, act.facts.book.cite("substitute"))
    pairs = target.matched | form.matches
    unknown = [n for n in form.matches.values() if n not in target.respondents]
    if unknown:
        raise refusal("respondent-not-in-case", respondent=unknown[0])
    unmatched = [r.respondent for r in text.respondents if r.respondent not in pairs]
    if target.closed and unmatched:
        # A closed case takes nobody in: about another person it is another case.
        raise refusal("respondent-not-in-closed-case", respondent=unmatched[0])


def _check_route(act: Act, form: Triage, text: ComplaintText) -> None:
    if form.due_on is None or form.due_on <= act.happened_on:
        raise refusal("due-date-passed", due_on=form.due_on or "", happened_on=act.happened_on)
    kinds = (OfficeKind.INSPECTORATE,) if text.about_inspectorate else ()
    check_light_route(
        act.facts.book,
        [respondent.category for respondent in text.respondents],
        _BELOW[form.below],
        office_kinds=kinds,
    )
