"""How a respondent is heard before anything is decided about him."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree, PositionLevel, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Calendar


class Element(StrEnum):
    """For which side a member sits in the examination team."""

    SUPERIOR = "superior"
    SUPERVISION = "supervision"
    PERSONNEL = "personnel"
    OTHER = "other"


class Member(BaseModel):
    """One member of a team or council."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    level: PositionLevel
    element: Element = Element.OTHER


class Absence(BaseModel):
    """One missed examination. It counts only if served in good time, proved and not excused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    summons_on: date
    exam_on: date
    served_on: date | None = None
    proof: str = ""
    excused: bool = False

    @property
    def counts(self) -> bool:
        """Whether the absence stands against the respondent."""
        served_in_time = self.served_on is not None and self.served_on < self.exam_on
        return served_in_time and bool(self.proof) and not self.excused


class Hearing(StrEnum):
    """How the hearing ended."""

    MINUTES_SIGNED = "minutes_signed"
    MINUTES_REFUSED = "minutes_refused"
    TWICE_ABSENT = "twice_absent"
    CLARIFIED = "clarified"
    COUNCIL_HEARD = "council_heard"


class HearingForm(StrEnum):
    """Which hearing the law wants: examination, clarification or the ethics council."""

    BY_SUPERIOR = "by_superior"
    BY_TEAM = "by_team"
    CLARIFICATION = "clarification"
    ETHICS_COUNCIL = "ethics_council"


def hearing_form(category: Category, degree: Degree | None) -> HearingForm:
    """Which hearing a respondent gets before a decision."""
    raise NotImplementedError


def clarifier(category: Category) -> Role:
    """Who holds the clarification: the OPD head for contract staff, the camat for the village."""
    raise NotImplementedError


def team_required(degree: Degree | None) -> bool:
    """A heavy sanction is never examined by one person."""
    return degree is Degree.HEAVY


def check_team(
    book: Rulebook,
    members: Sequence[Member],
    *,
    examinee: str | None,
    examinee_level: PositionLevel,
    formed_by: Role,
    recused: frozenset[str] = frozenset(),
) -> None:
    """Superior, supervision and personnel, at least 3, none lower than the examinee."""
    raise NotImplementedError


def check_council(
    book: Rulebook,
    members: Sequence[Member],
    *,
    examinee: str | None,
    examinee_level: PositionLevel,
    formed_by: Role,
    recused: frozenset[str] = frozenset(),
) -> None:
    """Formed by the PPK, odd, at least 5, none lower than the examinee."""
    raise NotImplementedError


def exam_date(book: Rulebook, letter_on: date, calendar: Calendar) -> date:
    """The day that satisfies both readings of the law: the 7th working day after the letter."""
    raise NotImplementedError


def check_summons(
    book: Rulebook, letter_on: date, exam_on: date, calendar: Calendar, *, reason: str = ""
) -> None:
    """The examination lies on exactly the 7th working day after the letter, or a reason is given."""
    raise NotImplementedError


def check_second_summons(
    book: Rulebook,
    first: Absence,
    letter_on: date,
    exam_on: date,
    calendar: Calendar,
    *,
    reason: str = "",
) -> None:
    """A second summons follows a proved absence, within 7 working days of it."""
    raise NotImplementedError


def may_decide_without_hearing(absences: Sequence[Absence]) -> bool:
    """Two absences that count: the decision rests on the evidence at hand."""
    return sum(absence.counts for absence in absences) >= 2


def check_ready_to_decide(
    book: Rulebook,
    category: Category,
    degree: Degree | None,
    hearing: Hearing | None,
    *,
    absences: Sequence[Absence] = (),
    by_team: bool = False,
) -> None:
    """No decision before the respondent was heard in the form that his law wants."""
    raise NotImplementedError
