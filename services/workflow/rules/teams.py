"""Examination team and ethics council: who sits in them, who formed them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Degree, PositionLevel, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Citation
from services.workflow.rules.posts import rank
from services.workflow.rules.refusals import LawRefusal, RefusalCode


class Element(StrEnum):
    """For which side a member sits in the examination team."""

    SUPERIOR = "superior"
    SUPERVISION = "supervision"
    PERSONNEL = "personnel"
    OTHER = "other"


class Member(BaseModel):
    """One member of a team or council."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    level: PositionLevel
    element: Element = Element.OTHER


_NEEDED: Final = (Element.SUPERIOR, Element.SUPERVISION, Element.PERSONNEL)


def team_required(degree: Degree | None) -> bool:
    """A heavy sanction is never examined by one person (a medium one may be)."""
    return degree is Degree.HEAVY


def check_team(
    book: Rulebook,
    members: Sequence[Member],
    *,
    examinee: str | None,
    examinee_level: PositionLevel,
    formed_by: Role,
    recused: AbstractSet[str] = frozenset(),
) -> None:
    """Superior, supervision and personnel, at least 3, none lower than the examinee."""
    cited = book.cite("team")
    if formed_by is not Role.PPK:
        raise LawRefusal(RefusalCode.TEAM_NOT_FORMED_BY_PPK, cited)
    _check_members(members, examinee, examinee_level, recused, cited, book)
    least = book.number("team_least")
    if len(_persons(members)) < least:
        raise LawRefusal(
            RefusalCode.TEAM_TOO_SMALL, cited, members=len(_persons(members)), least=least
        )
    for element in _NEEDED:
        if all(member.element is not element for member in members):
            raise LawRefusal(RefusalCode.TEAM_INCOMPLETE, cited, element=element)


def check_council(
    book: Rulebook,
    members: Sequence[Member],
    *,
    examinee: str | None,
    examinee_level: PositionLevel,
    formed_by: Role,
    recused: AbstractSet[str] = frozenset(),
) -> None:
    """Formed by the PPK, odd, at least 5, none lower than the examinee."""
    cited = book.cite("council")
    if formed_by is not Role.PPK:
        raise LawRefusal(RefusalCode.COUNCIL_NOT_FORMED_BY_PPK, cited)
    _check_members(members, examinee, examinee_level, recused, cited, book)
    count, least = len(_persons(members)), book.number("council_least")
    if count < least:
        raise LawRefusal(RefusalCode.COUNCIL_TOO_SMALL, cited, members=count, least=least)
    if count % 2 == 0:
        raise LawRefusal(RefusalCode.COUNCIL_EVEN, cited, members=count)


def _persons(members: Sequence[Member]) -> set[str]:
    return {member.person_id for member in members}


def _check_members(
    members: Sequence[Member],
    examinee: str | None,
    examinee_level: PositionLevel,
    recused: AbstractSet[str],
    cited: Citation,
    book: Rulebook,
) -> None:
    for member in members:
        if member.person_id == examinee or member.person_id in recused:
            raise LawRefusal(RefusalCode.TEAM_MEMBER_INVOLVED, book.cite("conflict_of_interest"))
        if member.level is PositionLevel.PPK:
            # Who sits in it could not decide afterwards, and above him there is nobody.
            raise LawRefusal(RefusalCode.TEAM_MEMBER_DECIDES, cited)
        if rank(member.level) < rank(examinee_level):
            raise LawRefusal(
                RefusalCode.TEAM_MEMBER_TOO_LOW,
                cited,
                level=member.level,
                examinee_level=examinee_level,
            )
