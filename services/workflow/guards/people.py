"""Who is who around a respondent: his post, his superior, who is involved, who sits where."""

from datetime import date

from services.contracts.law import Category, OfficeKind, PositionLevel, Role
from services.workflow.acts import Act, Facts
from services.workflow.forms.tracks.profile import Profile
from services.workflow.forms.tracks.team import Seat, Side
from services.workflow.guards.dossier import Dossier
from services.workflow.rules.authority import Authority, Subject, sitting_superior
from services.workflow.rules.examination import Element, Member
from services.workflow.rules.posts import Post

_ELEMENTS = {
    Side.SUPERIOR: Element.SUPERIOR,
    Side.INSPECTORATE: Element.SUPERVISION,
    Side.PERSONNEL: Element.PERSONNEL,
    Side.OTHER: Element.OTHER,
}


_CODES = {
    "category_at_act",
    "category_today",
    "level",
    "post_id",
    "office_id",
    "person_id",
    "superior_post_id",
}


def subject_of(dossier: Dossier) -> Subject:
    """The respondent as the matrix of authority sees him: category and post of today."""
    profile = dossier.profile
    if profile is None:
        return Subject(category=dossier.category_today)
    return Subject(
        category=profile.category_today,
        level=profile.level,
        post_id=profile.post_id,
        superior_post_id=profile.superior_post_id,
        office_id=profile.office_id,
        person_id=profile.person_id,
    )


def recused_from(dossier: Dossier, facts: Facts) -> frozenset[str]:
    """People who neither examine nor decide here: involved, related, favoured, himself.

    In a matter of the Inspektorat's own people also everybody who sits there.
    """
    profile, chart, declared = dossier.profile, facts.chart, frozenset(facts.recused)
    if profile is None:
        return declared
    posts = list(profile.recused_post_ids)
    if profile.superior_involved and profile.superior_post_id:
        posts.append(profile.superior_post_id)
    found = (chart.find(post_id) for post_id in posts)
    people = {post.holder for post in found if post is not None and post.holder is not None}
    inside = _inspectorate_people(facts) if _goes_outside(dossier, facts) else frozenset()
    return declared | people | inside | _respondents_own(dossier, facts)


def holder_of(post_id: str | None, facts: Facts) -> str | None:
    """Who sits in a post now, as far as the chart tells."""
    post = facts.chart.find(post_id)
    return post.holder if post else None


def is_respondent(dossier: Dossier, act: Act) -> bool:
    """Whether who acts is the respondent himself: he answers nothing in his own matter."""
    profile, person = dossier.profile, act.person
    if profile is None:
        return False
    return person.id in _respondents_own(dossier, act.facts) or profile.post_id in person.posts


def _respondents_own(dossier: Dossier, facts: Facts) -> frozenset[str]:
    """The person whom the profile names, and who sat or sits in the post that it names."""
    profile = dossier.profile
    if profile is None:
        return frozenset()
    found = (profile.person_id, dossier.held_by, holder_of(profile.post_id, facts))
    return frozenset(person for person in found if person is not None)


def _goes_outside(dossier: Dossier, facts: Facts) -> bool:
    said = dossier.opened.about_inspectorate or facts.about_inspectorate
    profile = dossier.profile
    return said or (profile is not None and serves_in_inspectorate(profile, facts))


def _inspectorate_people(facts: Facts) -> frozenset[str]:
    """Whoever sits in the Inspektorat: in a matter of its own people he has no seat."""
    return frozenset(post.holder for post in inspectorate_posts(facts) if post.holder is not None)


def examining_superior(dossier: Dossier, facts: Facts, on: date) -> Authority:
    """Who examines alone: the superior, or the next higher one where he is involved."""
    chart = facts.chart
    return sitting_superior(
        facts.book, subject_of(dossier), chart, on, recused=recused_from(dossier, facts)
    )


def clarifying_post(dossier: Dossier, facts: Facts) -> str | None:
    """Whom triage named, the camat of his village, or the head of his office and whoever is above.

    None where nobody sits there, or the chart does not say: never another village's camat.
    """
    below = dossier.opened.below
    away = recused_from(dossier, facts)
    if below is not None and below.post_id is not None:
        routed = facts.chart.find(below.post_id)
        if routed is None or (routed.held_on(facts.today) and routed.holder not in away):
            return below.post_id
    seats = _clarifying_seats(dossier, facts)
    sits = (post.id for post in seats if post.held_on(facts.today) and post.holder not in away)
    return next(sits, None)


def vacant_camat(dossier: Dossier, facts: Facts) -> str | None:
    """His own camat's post, where nobody sits in it who may clarify; None if it is unknown."""
    camat = own_camat(dossier, facts)
    return camat.id if camat else None


def own_camat(dossier: Dossier, facts: Facts) -> Post | None:
    """The post of his own camat, whoever sits there; None if the chart does not say."""
    seats = _clarifying_seats(dossier, facts)
    return next((post for post in seats if post.office_kind is OfficeKind.KECAMATAN), None)


def _clarifying_seats(dossier: Dossier, facts: Facts) -> tuple[Post, ...]:
    profile, chart = dossier.profile, facts.chart
    if profile is None:
        return ()
    if profile.category_at_act is Category.CONTRACT:
        head = chart.head_of(profile.office_id)
        return () if head is None else (head, *chart.above(head.id))
    first = chart.find(profile.superior_post_id)
    chain = chart.above(profile.post_id) or ((first, *chart.above(first.id)) if first else ())
    return tuple(post for post in chain if post.office_kind is OfficeKind.KECAMATAN)


def serves_in_inspectorate(profile: Profile, facts: Facts) -> bool:
    """Whether he is one of the Inspektorat's own people: by his post, its superior or office."""
    named = {profile.post_id, profile.superior_post_id, profile.office_id} - {None}
    return any({post.id, post.office_id} & named for post in inspectorate_posts(facts))


def inspectorate_posts(facts: Facts) -> tuple[Post, ...]:
    """The posts of the Inspektorat, held or not."""
    return tuple(post for post in facts.posts if post.office_kind is OfficeKind.INSPECTORATE)


def members_of(seats: tuple[Seat, ...], facts: Facts) -> tuple[Member, ...]:
    """The people on the seats, with the level of the post by which they sit."""
    return tuple(_member(seat, facts) for seat in seats)


def former_role(post_id: str | None, facts: Facts) -> Role:
    """In what role a decree was signed; where no post is named, it is the PPK's own."""
    return Role.PPK if post_id is None else role_of(facts.chart.find(post_id))


def profile_codes(dossier: Dossier) -> dict[str, str]:
    """Posts, offices and people of the profile, flat: later acts bring the facts around them."""
    profile, below = dossier.profile, dossier.opened.below
    if profile is None:
        return {}
    said = profile.model_dump(mode="json", include=_CODES, exclude_none=True)
    held = {"held_by": dossier.held_by} if dossier.held_by else {}
    recused = {f"recused_{n}": post_id for n, post_id in enumerate(profile.recused_post_ids)}
    routed = {"routed_to": below.post_id} if below and below.post_id else {}
    return {**said, **held, **recused, **routed}


def role_of(post: Post | None) -> Role:
    """The role in which the holder of a post acts, as far as its place in the chart tells."""
    if post is None:
        return Role.OPERATOR
    if post.level is PositionLevel.PPK:
        return Role.PPK
    heads = {OfficeKind.VILLAGE: Role.VILLAGE_HEAD, OfficeKind.KECAMATAN: Role.CAMAT}
    if post.office_kind in heads:
        return heads[post.office_kind]
    return Role.OPD_HEAD if post.level is PositionLevel.JPT_PRATAMA else Role.SUPERIOR


def _member(seat: Seat, facts: Facts) -> Member:
    post = facts.chart.find(seat.post_id) if seat.post_id else _held_by(seat.person_id, facts)
    person = seat.person_id or (post.holder if post else None) or f"vacant {seat.post_id}"
    return Member(
        person_id=person,
        level=post.level if post else seat.level or PositionLevel.NON_STRUCTURAL,
        element=_ELEMENTS[seat.part],
    )


def _held_by(person_id: str | None, facts: Facts) -> Post | None:
    return next((post for post in facts.posts if post.holder == person_id), None)
