"""Summonses: the gap to the examination, the second one, and what an absence counts for."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Calendar, Unit
from services.workflow.rules.refusals import LawRefusal, RefusalCode


class Absence(BaseModel):
    """One missed examination. It counts only if served in good time, proved and not excused.

    No letter is served before it is written, nor on the day for which it calls.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    summons_on: date
    exam_on: date
    served_on: date | None = None
    proof: str = ""
    excused: bool = False

    @property
    def counts(self) -> bool:
        """Whether the absence stands against the respondent."""
        served = self.served_on
        served_in_time = served is not None and self.summons_on <= served < self.exam_on
        return served_in_time and bool(self.proof) and not self.excused


def exam_date(book: Rulebook, letter_on: date, calendar: Calendar) -> date:
    """The day that satisfies both readings of the law: the 7th working day after the letter."""
    return calendar.due(letter_on, book.number("summons_gap", letter_on), Unit.WD)


def check_summons(
    book: Rulebook, letter_on: date, exam_on: date, calendar: Calendar, *, reason: str = ""
) -> None:
    """The examination lies on exactly the 7th working day after the letter, or there is a reason.

    No reason makes an examination lawful on the day of its letter or before it.
    """
    lawful = exam_date(book, letter_on, calendar)
    if exam_on == lawful or (reason.strip() and exam_on > letter_on):
        return
    cited = book.find_setting("summons_gap", letter_on).citation
    if exam_on > letter_on and not calendar.is_working_day(exam_on):
        raise LawRefusal(
            RefusalCode.SUMMONS_ON_CLOSED_DAY, cited, exam_on=exam_on, lawful_on=lawful
        )
    raise LawRefusal(
        RefusalCode.SUMMONS_GAP, cited, letter_on=letter_on, exam_on=exam_on, lawful_on=lawful
    )


def second_summons_by(book: Rulebook, first: Absence, calendar: Calendar) -> date:
    """The last day for the letter of the second summons."""
    return book.find_deadline("SUMMON_2", first.exam_on).due(first.exam_on, calendar)


def check_second_summons(
    book: Rulebook,
    first: Absence,
    letter_on: date,
    exam_on: date,
    calendar: Calendar,
    *,
    reason: str = "",
) -> None:
    """A second summons follows a proved absence, within 7 working days of it, or with a reason.

    A late one is still better than none (its omission is itself a violation): the reason is
    what the file keeps. An excused absence is followed by a new first summons instead.
    """
    cited = book.cite("second_summons")
    if not first.counts:
        raise LawRefusal(RefusalCode.ABSENCE_NOT_PROVED, book.cite("absent_twice"))
    if letter_on < first.exam_on:
        raise LawRefusal(
            RefusalCode.DATE_BEFORE_STEP,
            cited,
            happened_on=letter_on,
            not_before=first.exam_on,
            step="exam_missed",
        )
    latest = second_summons_by(book, first, calendar)
    if letter_on > latest and not reason.strip():
        raise LawRefusal(RefusalCode.SECOND_SUMMONS_LATE, cited, letter_on=letter_on, latest=latest)
    check_summons(book, letter_on, exam_on, calendar, reason=reason)


def check_own_proof(book: Rulebook, missed: Sequence[Absence], proof: str) -> None:
    """One paper proves that one letter arrived: each absence has a proof of its own."""
    if proof in {absence.proof for absence in missed}:
        raise LawRefusal(RefusalCode.PROOF_USED_BEFORE, book.cite("absent_twice"))


def may_decide_without_hearing(absences: Sequence[Absence]) -> bool:
    """Two absences that count, on two days: the decision rests on the evidence at hand."""
    return len({absence.exam_on for absence in absences if absence.counts}) >= 2
