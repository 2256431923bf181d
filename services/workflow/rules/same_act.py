"""Never twice: what a person was punished with, for which act, and whether this is that act again.

A decision counts from the day on which it was made, in effect or not, and no more once it is
cleared or annulled. That an act is another one all the same, a person may say with his reasons.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict


class Punished(BaseModel):
    """A sanction that was decided against a person, and the act that the finding established."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sanction: str
    number: str
    decided_on: date
    act_from: date
    act_to: date
    violations: tuple[str, ...]

    def is_for(self, act_from: date, act_to: date, violations: Iterable[str]) -> bool:
        """Whether it was for an act of these days and of one of these violations."""
        same_days = self.act_from <= act_to and act_from <= self.act_to
        return same_days and not set(self.violations).isdisjoint(violations)


def first_for(
    punished: Iterable[Punished], act_from: date, act_to: date, violations: Iterable[str]
) -> Punished | None:
    """The oldest decision that was for this act, if there is one."""
    named = tuple(violations)
    found = [one for one in punished if one.is_for(act_from, act_to, named)]
    return min(found, key=lambda one: (one.decided_on, one.number), default=None)
