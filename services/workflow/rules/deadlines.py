"""The rows of the periods: how long, from what, who is told when it passes."""

from datetime import date
from enum import StrEnum

from services.contracts.law import Role
from services.workflow.rules.calendar import Calendar, Count, Unit
from services.workflow.rules.dated import Labels, Row


class Effect(StrEnum):
    """What the lapse of a period does. Only `LEGAL` changes anything by itself."""

    ESCALATES = "escalates"
    LEGAL = "legal"
    INFO = "info"


class Deadline(Row):
    """A period of `n` days from the date of `anchor` (the paper's date, day 0).

    `remind` roles are told one working day before the end, `escalate` roles when it has
    passed; nobody's silence is an answer. With `Effect.LEGAL` the law itself acts.
    """

    key: str
    n: int
    unit: Unit
    anchor: str
    effect: Effect = Effect.ESCALATES
    remind: tuple[Role, ...] = ()
    escalate: tuple[Role, ...] = ()
    labels: Labels

    def due(self, anchor: date, calendar: Calendar) -> date:
        """The last day of the period."""
        return calendar.due(anchor, self.n, self.unit)

    def explain(self, anchor: date, calendar: Calendar) -> Count:
        """The last day with the holidays that the count passed over."""
        return calendar.explain(anchor, self.n, self.unit)
