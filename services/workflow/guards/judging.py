"""What the law makes of a finding, frozen with the version of the book that said so."""

from datetime import date
from typing import Any

from services.contracts.law import Category
from services.workflow.acts import Act, Facts
from services.workflow.forms.cases.findings import Finding, Found
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.legal_review import LegalReview
from services.workflow.guards.dossier import Dossier, Proof
from services.workflow.rules.citations import Certainty, Citation
from services.workflow.rules.degrees import Facts as Established
from services.workflow.rules.degrees import degree_of, heaviest, reviewed
from services.workflow.rules.named_ladder import check_named_ladder
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.workflows.state import JudgedFinding


def judged(
    facts: Facts,
    finding: Finding,
    category: Category,
    election_id: str | None,
    found_on: date,
) -> JudgedFinding | None:
    """The judgement of a proven finding, None where nothing was proven."""
    if not finding.proven or finding.days is None:
        return None
    book, election = facts.book, facts.election(finding.election_id or election_id)
    known = Established(
        active_support=finding.active_support,
        symbols=finding.symbols,
        impact=finding.impact,
        relation=finding.relation,
        cltn=finding.cltn,
    )
    judgements = tuple(
        degree_of(
            book,
            violation,
            category,
            *finding.days,
            election,
            known,
        )
        for violation in finding.violations
    )
    return JudgedFinding(
        finding=finding,
        category=category,
        judgements=judgements,
        heaviest=heaviest(judgements),
        rules_version=book.version,
        found_on=found_on,
    )


def found_below(dossier: Dossier, facts: Facts, finding: MinutesFinding, found_on: date) -> Dossier:
    """The dossier after the minutes of a matter that was routed below made their finding."""
    made = Finding(respondent=dossier.opened.n, **finding.model_dump())
    election_id = dossier.opened.election_id
    return with_judgement(dossier, judged(facts, made, dossier.category, election_id, found_on))


def judged_anew(dossier: Dossier, facts: Facts) -> Dossier:
    """The dossier judged by the category that the profile confirmed."""
    before = dossier.judged
    if before is None or before.category is dossier.category:
        return dossier
    election_id = dossier.opened.election_id
    again = judged(facts, before.finding, dossier.category, election_id, before.found_on)
    return with_judgement(dossier, again)


def after_review(dossier: Dossier, answer: LegalReview) -> Dossier:
    """The dossier after the legal section said the degree, with its source.

    It said it of one violation: what weighs most is sought again among all of them. Where the
    respondent's law knows no degrees, none is kept, whatever was said.
    """
    before = dossier.judged
    if before is None:
        return dossier
    source = Citation(text=answer.basis, certainty=Certainty.LOCAL)
    degree = answer.degree if dossier.category.is_asn else None
    asked = before.heaviest.violation
    judgements = tuple(
        reviewed(one, degree, source)
        if one.violation == asked and one.legal_review is not None
        else one
        for one in before.judgements
    )
    again = {"judgements": judgements, "heaviest": heaviest(judgements)}
    return dossier.with_(judged=before.model_copy(update=again), named_steps=answer.steps)


def under_review(dossier: Dossier) -> dict[str, Any]:
    """What the legal section is asked about: violation, days, and why no degree follows."""
    before = dossier.judged
    if before is None:
        return {}
    return {
        **days_shown(before.finding),
        "category": dossier.category,
        "violations": [before.heaviest.violation],
        "review_reason": before.heaviest.legal_review,
    }


def days_shown(finding: Found | None) -> dict[str, str]:
    """The days of the act as a task tells them."""
    if finding is None or finding.days is None:
        return {}
    first_day, last_day = finding.days
    return {"act_from": first_day.isoformat(), "act_to": last_day.isoformat()}


def check_legal_review(dossier: Dossier, act: Act, answer: LegalReview) -> None:
    """A civil servant's degree is said; nobody else has one."""
    if dossier.category.is_asn and answer.degree is None:
        cited = act.facts.book.cite("fits_the_degree")
        raise LawRefusal(RefusalCode.DEGREE_NOT_SAID, cited)
    if dossier.act_on is not None and answer.degree is not None:
        check_named_ladder(
            act.facts.book, dossier.category, answer.degree, dossier.act_on, answer.steps
        )


def with_judgement(dossier: Dossier, judgement: JudgedFinding | None) -> Dossier:
    """Proven only where the law finds a violation: what a rule exculpates is not proven."""
    proven = judgement is not None and not judgement.heaviest.exculpated
    proof = Proof.PROVEN if proven else Proof.NOT_PROVEN
    return dossier.with_(judged=judgement, proof=proof)
