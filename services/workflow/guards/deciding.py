"""The decision: heard first, by the right authority, inside the degree, in order, on paper."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from services.contracts.law import Category, Degree, Role
from services.workflow.acts import Act, Facts
from services.workflow.failures import refusal
from services.workflow.forms.tracks.council_hearing import Recommendation
from services.workflow.forms.tracks.decide import Decide
from services.workflow.guards.agreeing import check_agreement
from services.workflow.guards.dossier import Decision, Dossier
from services.workflow.guards.judging import days_shown
from services.workflow.guards.naming import authority_for, authority_on, check_uninvolved
from services.workflow.guards.people import recused_from, role_of, subject_of
from services.workflow.guards.punishing import check_not_twice, punished_before
from services.workflow.rules.authority import Authority
from services.workflow.rules.deciders import (
    Decider,
    Papers,
    check_decider,
    needs_second_person,
)
from services.workflow.rules.examination import (
    Hearing,
    HearingForm,
    check_ready_to_decide,
)
from services.workflow.rules.ladders import Agreement, Asked, allowed, check_sanction, ladder
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.repetition import repeated
from services.workflow.rules.steps import Step

_KEEPERS: Mapping[Role, tuple[Role, ...]] = MappingProxyType(
    {
        Role.PPK: (Role.PPK, Role.BKPSDM, Role.DPMD),
        Role.SUPERIOR: (Role.BKPSDM,),
        Role.PRESIDENT: (Role.BKPSDM,),
        Role.VILLAGE_HEAD: (Role.DPMD,),
    }
)
_RECOMMENDED: Mapping[Recommendation, str | None] = MappingProxyType(
    {
        Recommendation.CLOSED: "ethics.closed_statement",
        Recommendation.OPEN: "ethics.open_statement",
        Recommendation.NONE: None,
    }
)


def decision(dossier: Dossier, act: Act, answer: Decide) -> Decision:
    """The lawful decision that an answer makes; refuses with the law's reason otherwise."""
    check_heard(dossier, act)
    step = (
        None
        if answer.sanction is None
        else check_sanction(act.facts.book, _asked(dossier, act.facts, answer))
    )
    _check_recommended(dossier, act, step)
    check_uninvolved(dossier, act)
    authority = authority_for(dossier, act, answer, step)
    decider = _decider(authority, act, answer)
    _check_entered(authority, act, answer)
    papers = _papers(dossier, answer)
    second = step is not None and needs_second_person(dossier.degree, decider, papers)
    _check_authority(authority, decider, answer.decided_by)
    if step is None:
        if decider.person_id in dossier.opened.author_ids:
            cited = act.facts.book.cite("report_author")
            raise LawRefusal(RefusalCode.REPORT_AUTHOR_DECIDES, cited)
    else:
        check_agreement(dossier, act.facts, answer)
        check_not_twice(dossier, act.facts, answer.other_act)
        check_decider(
            act.facts.book,
            subject_of(dossier),
            authority,
            decider,
            dossier.degree,
            step,
            answer.letter_date,
            papers=papers,
            recused=recused_from(dossier, act.facts),
        )
    return Decision(
        step=step,
        decided_by=answer.decided_by,
        decider_id=decider.person_id,
        decided_on=answer.letter_date,
        number=answer.number,
        entered_by=act.person.id,
        repeats=_repeated(dossier, act.facts, answer, step),
        is_last=step is None or _is_last(dossier, act, step),
        needs_second=second,
    )


def _repeated(dossier: Dossier, facts: Facts, answer: Decide, step: Step | None) -> str | None:
    disciplined = step is not None and step.degree not in {None, Degree.ETHICS}
    other = answer.other_nature is not None
    return repeats(dossier, facts, other_nature=other) if disciplined else None


def _check_recommended(dossier: Dossier, act: Act, step: Step | None) -> None:
    """The PPK declares what the ethics council recommended, neither more nor less.

    Nothing is always open to him where the act was punished already.
    """
    said = dossier.recommendation
    if dossier.degree is not Degree.ETHICS or said is None:
        return
    if step is None and punished_before(dossier, act.facts) is not None:
        return
    if (step.code if step else None) != _RECOMMENDED[said]:
        cited = act.facts.book.cite("council_heard")
        raise LawRefusal(RefusalCode.NOT_AS_RECOMMENDED, cited, recommendation=said)


def _is_last(dossier: Dossier, act: Act, step: Step) -> bool:
    steps = ladder(act.facts.book, dossier.category, dossier.act_on or act.happened_on)
    return bool(steps) and steps[-1].code == step.code


def check_heard(dossier: Dossier, act: Act) -> None:
    """No decision before the hearing that his law wants; none while the degree is unsaid."""
    wants_council = dossier.hearing_form is HearingForm.ETHICS_COUNCIL
    heard = Hearing.COUNCIL_HEARD if wants_council and dossier.council_heard else None
    check_ready_to_decide(
        act.facts.book,
        dossier.category,
        dossier.degree,
        heard if wants_council else dossier.hearing,
        absences=dossier.absences,
        by_team=dossier.by_team,
    )
    if dossier.judged and dossier.in_legal_review:
        raise LawRefusal(
            RefusalCode.LEGAL_REVIEW_OPEN,
            dossier.judged.heaviest.citation,
            reason=str(dossier.judged.heaviest.legal_review),
        )


def shown(dossier: Dossier, facts: Facts) -> dict[str, Any]:
    """What the decider sees beside the form: degree, violations, days, and the steps that fit."""
    finding = dossier.judged.finding if dossier.judged else None
    return {
        **days_shown(finding),
        "category": dossier.category,
        "degree": dossier.degree,
        "violations": list(finding.violations) if finding else [],
        "steps": _fitting(dossier, facts),
    }


def _fitting(dossier: Dossier, facts: Facts) -> list[str]:
    try:
        asked = _wanted(dossier, facts, decided_on=facts.today, clause="as agreed")
        return [step.code for step in allowed(facts.book, asked)]
    except LawRefusal:
        # No step fits as things stand (no local ladder yet, no agreement): the answer says why.
        return []


def keepers(role: Role) -> tuple[Role, ...]:
    """Who keeps the papers of an authority, and may enter what it signed."""
    return _KEEPERS.get(role, ())


def check_attempt(dossier: Dossier, act: Act, answer: Decide | None) -> None:
    """An attempt to decide without being asked: says what the law lacks, and always refuses."""
    fixed = dossier.category is Category.CONTRACT or dossier.category.is_village
    if fixed and dossier.profile is not None and answer is not None:
        authority = authority_on(dossier, act.facts, answer.letter_date)
        _check_authority(authority, _decider(authority, act, answer), answer.decided_by)
        _check_entered(authority, act, answer)
    check_heard(dossier, act)
    raise refusal("decide-in-its-task")


def _asked(dossier: Dossier, facts: Facts, answer: Decide) -> Asked:
    return _wanted(
        dossier,
        facts,
        sanction=answer.sanction or "",
        decided_on=answer.letter_date,
        clause=answer.clause,
        other_nature=answer.other_nature is not None,
    )


def repeats(dossier: Dossier, facts: Facts, *, other_nature: bool = False) -> str | None:
    """The sanction for the same thing that the next one must exceed, if he did it again."""
    profile, finding = dossier.profile, dossier.judged.finding if dossier.judged else None
    if profile is None or finding is None or finding.days is None:
        return None
    last_day = finding.days[1]
    return repeated(facts.earlier, profile.last_same_nature, last_day, other_nature=other_nature)


def _wanted(
    dossier: Dossier,
    facts: Facts,
    *,
    decided_on: date,
    clause: str | None,
    sanction: str = "",
    other_nature: bool = False,
) -> Asked:
    profile, act_on = dossier.profile, dossier.act_on
    if profile is None or act_on is None:
        raise refusal("finding-needed")
    agreement = None
    if profile.agreement_clause and clause:
        agreement = Agreement(
            clause=profile.agreement_clause,
            covers=frozenset(profile.agreement_covers),
            evidence_id=str(profile.agreement_scan) if profile.agreement_scan else None,
        )
    return Asked(
        category=dossier.category,
        sanction=sanction,
        on=act_on,
        decided_on=decided_on,
        degree=dossier.degree,
        only_sanctions=dossier.judged.heaviest.only_sanctions if dossier.judged else (),
        last_same_nature=repeats(dossier, facts, other_nature=other_nature),
        agreement=agreement,
        village_steps=dossier.village_steps,
        named_steps=dossier.named_steps,
    )


def _decider(authority: Authority, act: Act, answer: Decide) -> Decider:
    if authority.post_id is None and answer.decided_by == authority.role:
        return Decider(person_id=answer.decided_by, role=authority.role)
    post = act.facts.chart.find(answer.decided_by)
    if post is None or post.holder is None:
        raise _not_the_authority(authority, answer.decided_by)
    return Decider(
        person_id=post.holder,
        role=authority.role if post.id == authority.post_id else role_of(post),
        post_id=post.id,
        office_id=post.office_id,
        acting=post.acting,
        held_from=post.held_from,
        held_until=post.held_until,
        consent=answer.consent_reference or "",
    )


def _check_entered(authority: Authority, act: Act, answer: Decide) -> None:
    """Who enters the paper: its signer, or the office that keeps the papers of that authority."""
    person = act.person
    entered = bool({*keepers(authority.role)} & {*person.roles})
    if answer.decided_by not in person.posts and not entered:
        raise _not_the_authority(authority, answer.decided_by)


def _check_authority(authority: Authority, decider: Decider, named: str) -> None:
    if authority.post_id is not None:
        fits = decider.post_id == authority.post_id
    else:
        offices = {None, decider.office_id}
        fits = decider.role is authority.role and authority.office_id in offices
    if not fits:
        raise _not_the_authority(authority, named)


def _papers(dossier: Dossier, answer: Decide) -> Papers:
    return Papers(
        report_authors=frozenset(dossier.opened.author_ids),
        examiners=frozenset(dossier.examiners),
        camat_consulted_on=answer.camat_consulted_on,
        camat_recommendation=answer.camat_recommendation or "",
        camat_agrees=answer.camat_agrees,
        village_council_report=answer.village_council_report or "",
        regent_review=answer.regent_review or "",
    )


def _not_the_authority(authority: Authority, decider: str) -> LawRefusal:
    return LawRefusal(
        RefusalCode.NOT_THE_AUTHORITY,
        authority.why[0] if authority.why else None,
        decider=decider,
        authority=authority.post_id or authority.role,
    )
