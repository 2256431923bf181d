"""How a respondent is heard before anything is decided about him."""

from collections.abc import Sequence
from enum import StrEnum

from services.contracts.law import Category, Degree, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.summonses import Absence, may_decide_without_hearing
from services.workflow.rules.teams import team_required


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
    """Which hearing a respondent gets before a decision.

    A civil servant whose degree is not known yet (routed below) is heard by the superior,
    who reports up for a team when the violation turns out to be heavy.
    """
    if not category.is_asn:
        return HearingForm.CLARIFICATION
    if degree is Degree.ETHICS:
        return HearingForm.ETHICS_COUNCIL
    return HearingForm.BY_TEAM if team_required(degree) else HearingForm.BY_SUPERIOR


def clarifier(category: Category) -> Role:
    """Who holds the clarification: the OPD head for contract staff, the camat for the village."""
    return Role.OPD_HEAD if category is Category.CONTRACT else Role.CAMAT


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
    if hearing is Hearing.TWICE_ABSENT and not may_decide_without_hearing(absences):
        raise LawRefusal(RefusalCode.ABSENCE_NOT_PROVED, book.cite("absent_twice"))
    match hearing_form(category, degree):
        case HearingForm.CLARIFICATION:
            if hearing not in {Hearing.CLARIFIED, Hearing.TWICE_ABSENT}:
                raise LawRefusal(
                    RefusalCode.NOT_CLARIFIED, book.cite("clarified_first"), category=category
                )
        case HearingForm.ETHICS_COUNCIL:
            if hearing not in {Hearing.COUNCIL_HEARD, Hearing.TWICE_ABSENT}:
                raise LawRefusal(RefusalCode.COUNCIL_NOT_HEARD, book.cite("council_heard"))
        case _:
            _check_examined(book, category, degree, hearing, by_team=by_team)


def _check_examined(
    book: Rulebook,
    category: Category,
    degree: Degree | None,
    hearing: Hearing | None,
    *,
    by_team: bool,
) -> None:
    examined = {Hearing.MINUTES_SIGNED, Hearing.MINUTES_REFUSED, Hearing.TWICE_ABSENT}
    if hearing not in examined:
        pns = category in {Category.PNS, Category.CPNS}
        cited = book.cite("examined_first" if pns else "pppk_procedure")
        raise LawRefusal(RefusalCode.NOT_EXAMINED, cited, category=category)
    if team_required(degree) and not by_team:
        raise LawRefusal(RefusalCode.TEAM_REQUIRED, book.cite("heavy_by_team"), degree=str(degree))
