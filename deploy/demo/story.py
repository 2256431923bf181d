"""What one file of `stories` holds."""

from typing import Protocol

from deploy.demo.agenda import Dates
from deploy.demo.telling import Telling


class Story(Protocol):
    """A module: its number and title, where it happens, and how it goes."""

    NUMBER: int
    TITLE: str
    JURISDICTION: str

    def tell(self, story: Telling) -> Dates:
        """The story, from one date to the next."""
