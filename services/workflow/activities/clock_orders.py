"""Orders about clocks: periods of the law as rows, and what they say when they are read. Pure."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from services.workflow.activities.order import Order
from services.workflow.acts import Message
from services.workflow.workflows.state import Scope


class ClockState(StrEnum):
    """How a clock ended, or that it has not."""

    RUNNING = "running"
    MET = "met"
    LAPSED = "lapsed"
    STOPPED = "stopped"


class ClockToStart(Order):
    """A period of the law that runs beside the tasks (an effect, a right that lapses)."""

    clock_id: UUID
    key: str
    anchor_on: date
    respondent: int | None = None
    due_on: date | None = None
    working_days: int | None = None
    """Another length than the book's (an extension, a time set by a person)."""


class RunningClock(Message):
    """A clock's row as it was written."""

    clock_id: UUID
    due_on: date


class ClockToEnd(Order):
    """The clock is met or stopped; it will never act again."""

    clock_id: UUID
    state: ClockState


class ClockToExtend(Order):
    """More time from the old due date, counted in working days, or to a date."""

    clock_id: UUID
    working_days: int | None = None
    due_on: date | None = None


class ClockReading(Message):
    """What a clock says now: re-read before every act of a timer."""

    clock_id: UUID
    state: ClockState
    due_on: date
    today: date
    lapsed: bool
    """The last day has passed (the due date itself is still in time)."""
    reached: bool
    """The due date has come (an effect 'on the 15th day' acts now)."""
    wait_seconds: float | None
    """Real seconds until there is anything new to read; None while the legal clock stands."""


class ClockToRead(Message):
    """Reading also reminds and escalates what is due, once each, as timeline rows."""

    scope: Scope
    clock_id: UUID
