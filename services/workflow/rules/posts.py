"""The chart of posts: who is whose superior on the day of an act."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Acting, OfficeKind, PositionLevel

_RANKS: Final = {
    PositionLevel.PPK: 6,
    PositionLevel.JPT_PRATAMA: 5,
    PositionLevel.JF_UTAMA: 5,
    PositionLevel.ADMINISTRATOR: 4,
    PositionLevel.JF_MADYA: 4,
    PositionLevel.PENGAWAS: 3,
    PositionLevel.JF_MUDA: 3,
    PositionLevel.JF_PERTAMA: 2,
    PositionLevel.JF_OTHER: 2,
    PositionLevel.PELAKSANA: 2,
    PositionLevel.NON_STRUCTURAL: 1,
}


def rank(level: PositionLevel) -> int:
    """The height of a level; functional posts stand beside the structural ones of their grade.

    The law says only "not lower"; the equivalence of functional posts is a design default.
    """
    return _RANKS[level]


class Post(BaseModel):
    """A position with its level, superior and present holder (a person's id, None: vacant).

    `office_id` is the regional unit as a whole (an OPD, a kecamatan with its kelurahan).
    `designated` marks a functional post to which a decree of the PPK gives the light
    sanctions of an administrator (Ahli Madya) or pengawas (Ahli Muda) that is lacking.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    level: PositionLevel
    office_id: str
    office_kind: OfficeKind = OfficeKind.OPD
    superior_post_id: str | None = None
    holder: str | None = None
    acting: Acting = Acting.DEFINITIVE
    held_from: date | None = None
    held_until: date | None = None
    designated: bool = False

    def held_on(self, day: date) -> bool:
        """Whether somebody sat in this post on that day."""
        return (
            self.holder is not None
            and (self.held_from is None or self.held_from <= day)
            and (self.held_until is None or day <= self.held_until)
        )


class PostChart:
    """All posts of a regency, as they stood on one day."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts = {post.id: post for post in posts}

    def find(self, post_id: str | None) -> Post | None:
        """The post of that id."""
        return None if post_id is None else self._posts.get(post_id)

    def above(self, post_id: str | None) -> tuple[Post, ...]:
        """The superiors of a post, nearest first; a circle ends it."""
        chain: list[Post] = []
        post = self.find(post_id)
        seen = {post_id}
        while post is not None and post.superior_post_id not in seen:
            seen.add(post.superior_post_id)
            post = self.find(post.superior_post_id)
            if post is not None:
                chain.append(post)
        return tuple(chain)

    def head_of(self, office_id: str | None) -> Post | None:
        """The post that heads an office: the one whose superior sits outside it."""
        heads = [
            post
            for post in self._posts.values()
            if post.office_id == office_id and self._leads_out(post)
        ]
        return max(heads, key=self._height, default=None)

    def ppk(self) -> Post | None:
        """The regent's post."""
        return next((p for p in self._posts.values() if p.level is PositionLevel.PPK), None)

    def _height(self, post: Post) -> tuple[int, int, str]:
        below = sum(other.superior_post_id == post.id for other in self._posts.values())
        return (rank(post.level), below, post.id)

    def _leads_out(self, post: Post) -> bool:
        superior = self.find(post.superior_post_id)
        return superior is None or superior.office_id != post.office_id
