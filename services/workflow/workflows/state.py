"""What the workflows are started with and what they tell each other. Pure, no personal data."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.contracts.law import AgencyKind, Category, ComplaintKind, Degree, Outcome, Stage
from services.workflow.acts import ActReceipt, Message
from services.workflow.forms.cases.findings import Finding
from services.workflow.rules.degrees import Judgement
from services.workflow.rules.effect import RemedyPeriod


def complaint_workflow(complaint_id: UUID) -> str:
    """The workflow id of a complaint."""
    return f"complaint/{complaint_id}"


def case_workflow(case_id: UUID) -> str:
    """The workflow id of a case."""
    return f"case/{case_id}"


def track_workflow(case_id: UUID, n: int, round_: int = 1) -> str:
    """The workflow id of one respondent's track; a track taken back is followed by round 2."""
    return f"track/{case_id}/{n}" if round_ == 1 else f"track/{case_id}/{n}.{round_}"


def cause_of(kind: str, complaint_id: object, told: Mapping[str, Any]) -> str:
    """What a fact about a complaint is known by, however often and by whomever it is told."""
    which = told.get("evidence_id") or told.get("supplement") or ""
    return f"{kind}/{complaint_id}/{which}"


def late_workflow(complaint_id: UUID, supplement: int) -> str:
    """The workflow id of what came when the complaint had ended."""
    return f"late/{complaint_id}/{supplement}"


class Scope(Message):
    """Whose workflow it is: every row that it writes carries this."""

    workflow_id: str
    jurisdiction: str
    complaint_id: UUID | None = None
    case_id: UUID | None = None
    respondent: int | None = None
    traceparent: str | None = None


class ReceivedComplaint(Message):
    """What starts `complaint/<id>`: the event's fields, nothing that a person wrote."""

    complaint_id: UUID
    jurisdiction: str
    agency_id: str
    agency_kind: AgencyKind
    kind: ComplaintKind
    received_on: date
    received_at: datetime
    respondents: int
    traceparent: str | None = None
    by_one_step: bool = False
    """Text and first task come by one step; false in the workflows of before there was one.

    Said here and not by `workflow.patched`, which would cost every complaint two lines of history
    and a search attribute. A worker of before cannot read it, and leaves it to one that can.
    """


class NamedRespondent(Message):
    """One respondent by number and category, as the complaint's text says."""

    respondent: int
    category: Category


class ComplaintText(Message):
    """What the workflow may know of the text; the text itself stays sealed in the register."""

    respondents: tuple[NamedRespondent, ...]
    election_id: str | None = None
    recommended: bool = False
    """A referral that carries a finished recommendation."""
    about_inspectorate: bool = False
    """A respondent serves in the Inspektorat: the named substitute takes its place."""
    supplemented_on: date | None = None
    """The day of the last supplement, where there is one."""


class RoutedBelow(Message):
    """To whom a small matter was given, until when."""

    to: str
    due_on: date
    office_id: str | None = None
    post_id: str | None = None


class OpenedCase(Message):
    """What starts `case/<id>`."""

    case_id: UUID
    case_number: str
    jurisdiction: str
    opened_on: date
    complaint_id: UUID
    kind: ComplaintKind
    recommended: bool = False
    respondents: tuple[NamedRespondent, ...]
    election_id: str | None = None
    about_inspectorate: bool = False
    below: RoutedBelow | None = None
    traceparent: str | None = None
    carried: dict[str, Any] | None = None
    """Set only when the workflow continues as new."""


class JudgedFinding(Message):
    """A proven finding with what the law makes of it, frozen with the book's version."""

    finding: Finding
    category: Category
    """The category by which it was judged; a profile that says another is judged anew."""
    judgements: tuple[Judgement, ...]
    heaviest: Judgement
    rules_version: str
    found_on: date


class OpenedTrack(Message):
    """What starts `track/<case>/<n>`: one respondent, found below or by an LHP."""

    case_id: UUID
    case_number: str
    jurisdiction: str
    n: int
    round: int = 1
    category: Category
    opened_on: date
    """The date that the first period of the track runs from: LHP, recommendation or routing."""
    election_id: str | None = None
    below: RoutedBelow | None = None
    judged: JudgedFinding | None = None
    """None where the matter was routed below: the minutes make the finding."""
    author_ids: tuple[str, ...] = ()
    """Authors of the LHP, who never decide."""
    team_ids: tuple[str, ...] = ()
    about_inspectorate: bool = False
    traceparent: str | None = None
    carried: dict[str, Any] | None = None


class LateRemedy(Message):
    """What a track starts with, in `carried`, when its remedy is entered after it had ended."""

    period: RemedyPeriod
    received_on: date


class TrackMoved(Message):
    """A track tells its case that the respondent's stage changed."""

    n: int
    stage: Stage
    round: int | None = None
    """Of a track that goes on after its end, for its remedy: he is not done any more."""
    cleared: bool | None = None
    """Nothing was proven and he waits for his letter: as good as decided."""


class TrackClosed(Message):
    """A track tells its case that it ended; no outcome where it was taken back."""

    n: int
    round: int = 1
    outcome: Outcome | None = None
    degree: Degree | None = None
    sanction: str | None = None
    taken_back: bool = False


class ToldFact(Message):
    """What another service says about a complaint, to its workflow or to its case's.

    The signals supplemented, withdrawn and evidence_attached carry it.
    """

    complaint_id: UUID
    supplement: int | None = None
    evidence_id: UUID | None = None


class LateFact(Message):
    """What starts `late/<complaint_id>/<supplement>`: the complaint and its case have ended."""

    complaint_id: UUID
    supplement: int
    jurisdiction: str
    case_id: UUID | None = None
    traceparent: str | None = None


class JoinedComplaint(Message):
    """A further complaint about the same fact came into the case."""

    complaint_id: UUID
    new_respondents: tuple[NamedRespondent, ...] = ()
    """People whom the case did not have yet, under their numbers in the case."""


class RespondentState(Message):
    """Where one respondent stands in his case's workflow."""

    n: int
    category: Category
    round: int = 1
    track: bool = False
    """A track was started for him (in this round)."""
    decided: bool = False
    done: bool = False


class CaseCarried(Message):
    """What a case takes along when it continues as new."""

    respondents: tuple[RespondentState, ...]
    below: RoutedBelow | None = None
    clock_id: UUID | None = None
    clock_due: date | None = None
    referred: bool = False
    slept: bool = False
    """The missed date of the light route is recorded."""
    referred_on: date | None = None


class Carried(Message):
    """What a workflow takes along when it continues as new."""

    step: int
    receipts: dict[UUID, ActReceipt] = Field(default_factory=dict)
    last_on: date | None = None
    last_step: str = ""
