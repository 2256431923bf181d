"""Who decides, and who signs for a PPK that may not: the next higher, or whom a letter names."""

from datetime import date
from typing import Final

from services.contracts.law import Role
from services.workflow.acts import Act, Facts
from services.workflow.forms.tracks.decide import Decide
from services.workflow.forms.tracks.team import FormCouncil, FormTeam
from services.workflow.guards.dossier import Dossier
from services.workflow.guards.people import former_role, recused_from, subject_of
from services.workflow.rules.authority import Authority, deciding_authority
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step

_ROLES: Final = frozenset(role.value for role in Role)


def authority_on(
    dossier: Dossier, facts: Facts, on: date | None = None, step: Step | None = None
) -> Authority:
    """Who may decide about this respondent on that day (today where none is named)."""
    return deciding_authority(
        facts.book,
        subject_of(dossier),
        dossier.degree,
        facts.chart,
        on or facts.today,
        step=step,
        recused=recused_from(dossier, facts),
    )


def authority_for(dossier: Dossier, act: Act, answer: Decide, step: Step | None) -> Authority:
    """The authority by the chart; where nobody in it may, whom a letter names in its place.

    The law does not say who takes the seat of a PPK that is involved: whoever may say it (the
    governor, the ministry) does so by a letter, and its number is kept with the decision. The
    seat is a post of the chart, or the role of the authority for somebody outside it.
    """
    facts = act.facts
    try:
        return authority_on(dossier, facts, answer.letter_date, step)
    except LawRefusal as law:
        nobody = law.code is RefusalCode.NO_AUTHORITY and law.params["authority"] in _ROLES
        if not nobody or answer.substitute_letter is None:
            raise
        role = Role(law.params["authority"])
        cited = facts.book.cite("conflict_of_interest")
        if answer.decided_by == role:
            return Authority(role=role, why=(cited,))
        post = facts.chart.find(answer.decided_by)
        if post is None or not post.held_on(answer.letter_date):
            raise
        if post.holder in recused_from(dossier, facts):
            raise LawRefusal(RefusalCode.DECIDER_INVOLVED, cited) from None
        return Authority(role=role, level=post.level, post_id=post.id, why=(cited,))


def check_uninvolved(dossier: Dossier, act: Act) -> None:
    """Who is involved enters no decision either, whoever signed it."""
    if act.person.id in recused_from(dossier, act.facts):
        raise LawRefusal(RefusalCode.DECIDER_INVOLVED, act.facts.book.cite("conflict_of_interest"))


def signed_as(dossier: Dossier, facts: Facts, answer: FormTeam | FormCouncil) -> Role:
    """In what role the decree was signed; an involved PPK signs none, whom a letter names does."""
    away, ppk = recused_from(dossier, facts), facts.chart.ppk()
    if ppk is None or ppk.holder is None or ppk.holder not in away:
        return former_role(answer.formed_by, facts)
    post = facts.chart.find(answer.formed_by)
    if answer.substitute_letter is None or (post is not None and post.holder in away):
        cited = facts.book.cite("conflict_of_interest")
        raise LawRefusal(RefusalCode.NO_AUTHORITY, cited, authority=Role.PPK)
    return Role.PPK
