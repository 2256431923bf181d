"""The chart of posts: who is whose superior on the day of an act."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Acting, OfficeKind, PositionLevel


class Post(BaseModel):
    """A position with its level, superior and present holder (a person's id, None: vacant).

    `office_id` is the regional unit as a whole (an OPD, a kecamatan with its kelurahan).
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

    def find(self, post_id: str) -> Post | None:
        """The post of that id."""
        return self._posts.get(post_id)

    def above(self, post_id: str) -> tuple[Post, ...]:
        """The superiors of a post, nearest first; a circle ends it."""
        raise NotImplementedError

    def head_of(self, office_id: str) -> Post | None:
        """The post that heads an office: the one whose superior sits outside it."""
        raise NotImplementedError

    def ppk(self) -> Post | None:
        """The regent's post."""
        return next((p for p in self._posts.values() if p.level is PositionLevel.PPK), None)
