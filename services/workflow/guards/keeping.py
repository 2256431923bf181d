"""Who keeps the papers of a matter: whoever is asked to enter them, and nobody else in the regency.

A desk of the regency where there is one (BKPSDM, DPMD); else a post of the respondent's own chain,
by the chart.
"""

from services.contracts.law import Category, OfficeKind, PositionLevel, Role
from services.workflow.acts import Act, Facts
from services.workflow.failures import refusal
from services.workflow.forms.tracks.profile import Profile
from services.workflow.guards import hearing
from services.workflow.guards.dossier import Dossier
from services.workflow.guards.people import own_camat, recused_from
from services.workflow.rules.posts import Post

PROFILES = (Role.BKPSDM, Role.DPMD, Role.INSPECTOR, Role.IRBAN)
"""Desks that see every matter anyway: what he is in law is said by this very paper."""


def check_profile(dossier: Dossier, act: Act, answer: Profile) -> None:
    """Lawful as a profile, and no superior is named who is not above his post in the chart."""
    above = act.facts.chart.above(answer.post_id)
    if answer.superior_post_id and above and answer.superior_post_id not in {p.id for p in above}:
        raise refusal("superior-not-above", post=answer.superior_post_id)
    hearing.check_profile(dossier, act, answer)


def desk_of(category: Category) -> Role:
    """The personnel desk of his kind."""
    return Role.DPMD if category.is_village else Role.BKPSDM


def serving_desks(dossier: Dossier, facts: Facts | None) -> tuple[Role, ...]:
    """Who may enter the service beside the post that decided: its desk, and the PPK for his own."""
    desk = desk_of(dossier.category_today)
    decided = _decided_by(dossier, facts)
    ppk = decided is not None and decided.level is PositionLevel.PPK
    return (desk, Role.PPK) if ppk else (desk,)


def serving_post(dossier: Dossier, facts: Facts | None) -> str | None:
    """The post that decided, if it is one of many of its role: none but its holder hands it over.

    None for a post of the Inspektorat, where nobody of it takes part.
    """
    post = _decided_by(dossier, facts)
    if post is None or facts is None or post.level is PositionLevel.PPK:
        return None
    return None if post.holder in recused_from(dossier, facts) else post.id


def compliance_post(dossier: Dossier, facts: Facts | None) -> str | None:
    """His own camat by the chart, else whom triage named, if somebody sits there who may.

    Else None, and the DPMD is asked.
    """
    if facts is None:
        return None
    below, away = dossier.opened.below, recused_from(dossier, facts)
    named = facts.chart.find(below.post_id) if below is not None else None
    routed = named if named and named.office_kind is OfficeKind.KECAMATAN else None
    camat = own_camat(dossier, facts) or routed
    free = camat is not None and camat.held_on(facts.today) and camat.holder not in away
    return camat.id if camat is not None and free else None


def _decided_by(dossier: Dossier, facts: Facts | None) -> Post | None:
    made = dossier.decision
    return facts.chart.find(made.decided_by) if facts is not None and made is not None else None
