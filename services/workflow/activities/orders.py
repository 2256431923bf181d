"""The orders that workflows give to activities, and what comes back. Pure.

Every order that writes carries `scope` and `step`: (workflow id, step) is written once; a
repetition reads what the first one wrote.
"""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from services.contracts.law import Category, Degree, Outcome, Role, Stage
from services.workflow.activities.clock_orders import (
    ClockReading,
    ClockState,
    ClockToEnd,
    ClockToExtend,
    ClockToRead,
    ClockToStart,
    RunningClock,
)
from services.workflow.activities.order import Order
from services.workflow.acts import Act, Facts, Message
from services.workflow.forms.cases.findings import Finding
from services.workflow.forms.kinds import TaskKind
from services.workflow.rules.same_act import Punished
from services.workflow.rules.stages import Point
from services.workflow.workflows.state import (
    ComplaintText,
    JudgedFinding,
    NamedRespondent,
    OpenedTrack,
    RoutedBelow,
    Scope,
)

__all__ = [
    "ClockReading",
    "ClockState",
    "ClockToEnd",
    "ClockToExtend",
    "ClockToRead",
    "ClockToStart",
    "Order",
    "RunningClock",
]
"""The clocks are told apart in a file of their own, and read from here all the same."""


class TaskToOpen(Order):
    """A task for a role, an office or a post; its clock runs from `anchor_on`."""

    task_id: UUID
    kind: TaskKind
    role: Role
    roles: tuple[Role, ...] = ()
    """All roles that may answer it, where it is asked of no post and no person."""
    respondent: int | None = None
    office_id: str | None = None
    post_id: str | None = None
    holder_id: str | None = None
    deadline: str | None = None
    anchor_on: date | None = None
    due_on: date | None = None
    """Given where a person set the date; otherwise it follows from `deadline` and `anchor_on`."""
    context: dict[str, Any] = Field(default_factory=dict)
    """Codes, dates and numbers that the form shows; nothing that a person wrote."""


class OpenedTask(Message):
    """The task as it stands in the register."""

    task_id: UUID
    due_on: date | None
    clock_id: UUID | None
    reading: ClockReading | None = None
    """What its clock said as it was opened; None in histories of before."""
    role: Role | None = None
    """Of whom the register asked it; None in histories of before."""


class TaskToWithdraw(Order):
    """The task is no longer asked; its clock stops."""

    task_id: UUID
    reason: str


class RespondentChange(Message):
    """Where one respondent stands now; null leaves a value as it is.

    Outcome, degree and sanction are told to agencies only in the stages in_effect and closed,
    however early they are written here.
    """

    n: int
    point: Point | None = None
    stage: Stage | None = None
    outcome: Outcome | None = None
    degree: Degree | None = None
    sanction: str | None = None
    effective_on: date | None = None
    expected_on: date | None = None
    acting_role: Role | None = None
    reason_code: str | None = None
    held: bool = False
    """What was in effect is not any more: a remedy of an earlier date came in late."""


class CaseChange(Message):
    """Where the case stands before its tracks run (and at its end)."""

    point: Point
    reason_code: str | None = None
    expected_on: date | None = None
    acting_role: Role | None = None


class Settled(Message):
    """How a complaint ends by a person's choice, without a case."""

    outcome: Outcome
    reason_code: str


class ActToRecord(Order):
    """An accepted act, with what it changes; written with its task, stage and event at once."""

    act: Act
    role: Role | None = None
    """In which role the person acted: the task's, or the first fitting one."""
    citation: str | None = None
    change: RespondentChange | None = None
    case_change: CaseChange | None = None
    profile: dict[str, Any] | None = None
    """Codes and posts that later guards read again (set by the profile)."""
    about_inspectorate: bool = False
    """The profile shows one of the Inspektorat's own people: the case goes to the substitute."""
    punished: Punished | None = None
    """What a decision imposes and for which act (decide, confirm); None once it is sent back."""
    settled: Settled | None = None
    """The complaint ends by this act, and reads so at once."""


class RespondentToChange(Order):
    """One respondent moved on without a person's act (an effect, an end)."""

    change: RespondentChange
    note: str | None = None
    """Kind of the timeline row, if one is to be written."""
    data: dict[str, Any] = Field(default_factory=dict)


class CaseToChange(Order):
    """The case moved on, and its complaints are told."""

    change: CaseChange


class CaseToClose(Order):
    """All respondents are done: the case is closed and every complaint told its own part."""

    known: tuple[int, ...]
    """The respondents that the workflow knows; one more in the register keeps the case open."""
    reason_code: str | None = None


class CaseClosing(Message):
    """Whether the case was closed: a complaint that joined at the last moment keeps it open."""

    closed: bool


class Note(Order):
    """A row of the timeline that no person's act made (a fact from another service)."""

    kind: str
    happened_on: date | None = None
    respondent: int | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    cause: str | None = None
    """What it came from, where that may be told more than once: one cause is one row."""


class ComplaintToMove(Order):
    """A complaint that has no case changed its stage."""

    complaint_id: UUID
    point: Point
    expected_on: date | None = None
    reason_code: str | None = None


class ComplaintToSettle(Order):
    """The complaint ends without a case, with the same outcome for all its respondents."""

    complaint_id: UUID
    outcome: Outcome
    reason_code: str
    settled_on: date


class CaseToOpen(Order):
    """The complaint opens a case: number, respondents, links and event in one transaction."""

    complaint_id: UUID
    case_id: UUID
    opened_on: date
    below: RoutedBelow | None = None
    as_finding: bool = False


class ComplaintToJoin(Order):
    """The complaint joins a case, open or closed."""

    complaint_id: UUID
    case_id: UUID
    joined_on: date
    matches: dict[int, int]


class JoinResult(Message):
    """How the complaint's respondents stand in the case."""

    closed: bool
    refused: bool = False
    """The case closed meanwhile, and this complaint is about somebody else: nothing was joined."""
    new_respondents: tuple[NamedRespondent, ...] = ()


class ContentToFetch(Message):
    """The text of a complaint, fetched from intake and kept sealed; safe to repeat."""

    scope: Scope
    complaint_id: UUID


class ComplaintToTakeIn(Message):
    """What every complaint needs when it comes in: its text, and somebody who is asked."""

    content: ContentToFetch
    task: TaskToOpen


class TakenIn(Message):
    """Who is asked; without the text where intake was away for too long."""

    text: ComplaintText | None
    opened: OpenedTask


class FindingsToJudge(Message):
    """Findings with what the guards saw; judged in an activity, so that the book is frozen."""

    facts: Facts
    findings: tuple[Finding, ...]
    categories: dict[int, Category]
    election_id: str | None = None
    found_on: date


class JudgedFindings(Message):
    """The proven ones with their judgement; what a rule exculpates is not among them."""

    proven: tuple[JudgedFinding, ...]
    not_proven: tuple[int, ...]


class TrackToStart(Order):
    """A respondent's track: noted in the register, then started, once."""

    track: OpenedTrack


class WorkflowToStart(Message):
    """A case; started once, however often asked."""

    workflow_id: str
    workflow: str
    argument: dict[str, Any]


class WorkflowToTell(Message):
    """A signal to another workflow; one that has ended needs to hear nothing."""

    workflow_id: str
    signal: str
    argument: dict[str, Any] | None = None
