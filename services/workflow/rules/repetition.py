"""The same again: what was imposed before, and whether it makes the next sanction heavier.

PP 94/2021 speaks of whoever *was* sanctioned and *then* violates in the same nature. So an act
before the earlier decision took effect is no repetition. Whether the nature is the same, a person
may deny with his reasons; without them a sanction for neutrality follows another one.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict


class EarlierSanction(BaseModel):
    """A discipline sanction against the same person that took effect, wherever it was decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sanction: str
    number: str
    decided_on: date
    effective_on: date


def last_before(earlier: Iterable[EarlierSanction], act_to: date) -> EarlierSanction | None:
    """The last one that was in effect on the act's last day."""
    before = [one for one in earlier if one.effective_on <= act_to]
    return max(before, key=lambda one: one.effective_on, default=None)


def repeated(
    earlier: Iterable[EarlierSanction], said: str | None, act_to: date, *, other_nature: bool
) -> str | None:
    """The sanction that the next one must exceed: the one a person named, else the register's.

    A named one that the register knows, and knows to be younger than the act, counts for nothing.
    """
    rows = tuple(earlier)
    named = [one for one in rows if one.sanction == said]
    if said is not None and (not named or last_before(named, act_to) is not None):
        return said
    found = last_before(rows, act_to)
    return None if found is None or other_nature else found.sanction
