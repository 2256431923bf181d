"""Who may decide: the matrix, vacancy, acting holders, recusal, the village and the contract."""

from collections.abc import Set as AbstractSet
from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Acting, Category, Degree, PositionLevel, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Citation
from services.workflow.rules.posts import PostChart
from services.workflow.rules.steps import Step


class Subject(BaseModel):
    """A respondent as the matrix sees him (category and post today)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: Category
    level: PositionLevel = PositionLevel.NON_STRUCTURAL
    post_id: str | None = None
    superior_post_id: str | None = None
    office_id: str | None = None
    person_id: str | None = None


class Authority(BaseModel):
    """Who may decide and why. `post_id` None: a role outside the chart of posts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    level: PositionLevel | None = None
    post_id: str | None = None
    office_id: str | None = None
    passed_over: tuple[str, ...] = ()
    why: tuple[Citation, ...] = ()


class Decider(BaseModel):
    """The person who is named as deciding, and in what capacity.

    `consent` is the reference of the ministry's consent an acting regent needs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    role: Role
    post_id: str | None = None
    office_id: str | None = None
    acting: Acting = Acting.DEFINITIVE
    held_from: date | None = None
    held_until: date | None = None
    consent: str = ""


class Papers(BaseModel):
    """What lies on the table beside the decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report_authors: frozenset[str] = frozenset()
    examiners: frozenset[str] = frozenset()
    confirmed_by: str | None = None
    camat_consulted_on: date | None = None
    camat_recommendation: str = ""
    village_council_report: str = ""
    regent_review: str = ""


def deciding_authority(
    book: Rulebook,
    subject: Subject,
    degree: Degree | None,
    chart: PostChart,
    on: date,
    *,
    step: Step | None = None,
    recused: AbstractSet[str] = frozenset(),
) -> Authority:
    """Who may decide about this respondent on that day.

    A vacant post, a recused holder, or an acting one whose limits the sanction exceeds is
    passed over for the next higher official, never a lower one; refuses `no-authority`
    when the chart ends.
    """
    raise NotImplementedError


def check_decider(
    book: Rulebook,
    subject: Subject,
    authority: Authority,
    decider: Decider,
    degree: Degree | None,
    step: Step,
    on: date,
    *,
    papers: Papers = Papers(),
    recused: AbstractSet[str] = frozenset(),
) -> None:
    """Refuses whoever may not decide, with the reason and its citation."""
    raise NotImplementedError


def sitting_superior(
    subject: Subject, chart: PostChart, on: date, *, recused: AbstractSet[str] = frozenset()
) -> Authority:
    """The superior who examines: the nearest in office and not involved, else the next higher."""
    raise NotImplementedError
