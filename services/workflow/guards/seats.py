"""Who may sit in a team or council: people and posts that exist, each for the side it is of."""

from services.contracts.law import OfficeKind, Role
from services.workflow.acts import Facts
from services.workflow.failures import refusal
from services.workflow.forms.tracks.team import FormCouncil, FormTeam, Seat, Side
from services.workflow.guards.dossier import Dossier
from services.workflow.guards.people import inspectorate_posts, members_of
from services.workflow.rules.citations import Citation
from services.workflow.rules.posts import Post
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.substitution import INSPECTORATE


def check_seats(dossier: Dossier, facts: Facts, answer: FormTeam | FormCouncil) -> None:
    """Nobody sits who does not exist, and nobody for a side that is not his.

    A note at the seat says why it is lawful all the same (lent from the province, no superior who
    may sit): it is kept with the decree.
    """
    cited = facts.book.cite("team" if isinstance(answer, FormTeam) else "council")
    for seat in answer.members:
        _check_known(seat, facts, cited)
        if isinstance(answer, FormTeam):
            _check_side(dossier, facts, seat, cited)


def works_in_inspectorate(person_id: str, facts: Facts) -> bool:
    """By his role or by a post there."""
    roles = facts.holders_roles.get(person_id, ())
    posts = inspectorate_posts(facts)
    return bool(INSPECTORATE & set(roles)) or any(post.holder == person_id for post in posts)


def _check_known(seat: Seat, facts: Facts, cited: Citation) -> None:
    post = facts.chart.find(seat.post_id)
    if seat.post_id is not None and post is None:
        raise LawRefusal(RefusalCode.TEAM_MEMBER_UNKNOWN, cited, person=seat.post_id)
    if seat.person_id is None or seat.note:
        return
    elsewhere = post is not None and post.holder != seat.person_id
    known = seat.person_id in facts.holders_roles or _posts_of(seat.person_id, facts)
    if elsewhere or not known:
        raise LawRefusal(RefusalCode.TEAM_MEMBER_UNKNOWN, cited, person=seat.person_id)


def _check_side(dossier: Dossier, facts: Facts, seat: Seat, cited: Citation) -> None:
    member = members_of((seat,), facts)[0]
    outside = facts.about_inspectorate or dossier.opened.about_inspectorate
    inside = works_in_inspectorate(member.person_id, facts)
    if seat.part is Side.INSPECTORATE and outside and inside:
        raise LawRefusal(RefusalCode.SUBSTITUTE_HANDLES, facts.book.cite("substitute"))
    if seat.part is Side.OTHER or seat.note:
        return
    post = facts.chart.find(seat.post_id)
    posts = (post,) if post is not None else _posts_of(member.person_id, facts)
    roles = set(facts.holders_roles.get(member.person_id, ()))
    match seat.part:
        case Side.SUPERIOR:
            fits = bool({post.id for post in posts} & _superiors(dossier, facts))
        case Side.INSPECTORATE if outside:
            fits = Role.SUBSTITUTE in roles
        case Side.INSPECTORATE:
            fits = inside
        case _:
            desk = any(post.office_kind is OfficeKind.BKPSDM for post in posts)
            fits = desk or Role.BKPSDM in roles
    if not fits:
        raise LawRefusal(RefusalCode.TEAM_SIDE_WRONG, cited, element=member.element)


def _superiors(dossier: Dossier, facts: Facts) -> set[str]:
    """Every post above the respondent, by the chart and by the profile that was confirmed."""
    profile, chart = dossier.profile, facts.chart
    if profile is None:
        raise refusal("profile-first")
    named = chart.find(profile.superior_post_id)
    chain = (*chart.above(profile.post_id), *chart.above(profile.superior_post_id))
    return {post.id for post in (*chain, *((named,) if named else ()))}


def _posts_of(person_id: str, facts: Facts) -> tuple[Post, ...]:
    return tuple(post for post in facts.posts if post.holder == person_id)
