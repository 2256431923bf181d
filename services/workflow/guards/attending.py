"""Who came and who did not: on which day, called how long before, and proved by what."""

from datetime import date

from services.contracts.law import Role
from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.tracks.clarify import Clarify
from services.workflow.forms.tracks.council_hearing import CouncilHearing
from services.workflow.forms.tracks.examine import Examine
from services.workflow.forms.tracks.papers import ServiceProof
from services.workflow.guards.dossier import Dossier
from services.workflow.rules.citations import Citation
from services.workflow.rules.examination import Absence, check_own_proof, exam_date
from services.workflow.rules.refusals import LawRefusal, RefusalCode


def check_exam_day(dossier: Dossier, act: Act, answer: Examine) -> None:
    """Minutes are of the day of the summons; of another day, or a day off, with a reason."""
    letter = dossier.letters[-1]
    if act.happened_on == letter.exam_on or answer.date_reason:
        return
    cited = act.facts.book.find_setting("summons_gap", letter.letter_on).citation
    if not act.facts.calendar.is_working_day(act.happened_on):
        raise LawRefusal(RefusalCode.EXAM_ON_CLOSED_DAY, cited, happened_on=act.happened_on)
    raise LawRefusal(
        RefusalCode.EXAM_ON_ANOTHER_DAY,
        cited,
        happened_on=act.happened_on,
        exam_on=letter.exam_on,
    )


def check_absent(dossier: Dossier, act: Act, answer: Examine) -> None:
    """Absent after the law's notice, or a reason; each absence with a proof of its own."""
    book, missed = act.facts.book, absence(dossier, answer)
    if not missed.counts:
        raise LawRefusal(RefusalCode.ABSENCE_NOT_PROVED, book.cite("absent_twice"))
    check_own_proof(book, dossier.absences, missed.proof)
    lawful = exam_date(book, missed.summons_on, act.facts.calendar)
    if missed.exam_on < lawful and not answer.notice_reason:
        raise LawRefusal(
            RefusalCode.NOTICE_TOO_SHORT,
            book.find_setting("summons_gap", missed.summons_on).citation,
            letter_on=missed.summons_on,
            exam_on=missed.exam_on,
            lawful_on=lawful,
        )


def check_clarified(dossier: Dossier, act: Act, answer: Clarify) -> None:
    """Heard with minutes that he signed, or a reason; or absent, twice, each time with proof."""
    cited = act.facts.book.cite("clarified_first")
    if not answer.attended:
        missed = called(answer.service_proof, act.happened_on)
        days = tuple(absence.exam_on for absence in dossier.absences)
        _check_missed(missed, days, cited)
        check_own_proof(act.facts.book, dossier.absences, missed.proof)
    elif not answer.signed and not answer.unsigned_reason:
        raise LawRefusal(RefusalCode.MINUTES_UNSIGNED, cited)


def check_council_hearing(dossier: Dossier, act: Act, answer: CouncilHearing) -> None:
    """By a member or the office that keeps its papers; nothing recommended at a first absence."""
    if act.person.id not in dossier.council and not act.person.has(Role.BKPSDM):
        raise refusal("not-in-the-council", about="who")
    if answer.attended:
        return
    cited, before = act.facts.book.cite("council_heard"), dossier.council_missed
    missed = called(answer.service_proof, answer.heard_on)
    _check_missed(missed, () if before is None else (before,), cited)
    if missed.proof == dossier.council_proof:
        raise LawRefusal(RefusalCode.PROOF_USED_BEFORE, cited)
    if before is None and answer.recommendation is not None:
        raise LawRefusal(RefusalCode.RECOMMENDATION_TOO_EARLY, cited)
    if before is not None and answer.recommendation is None:
        raise LawRefusal(RefusalCode.RECOMMENDATION_MISSING, cited)


def absence(dossier: Dossier, answer: Examine) -> Absence:
    """The missed examination, as it counts before the law."""
    letter, proof = dossier.letters[-1], answer.service_proof
    return Absence(
        summons_on=letter.letter_on,
        exam_on=letter.exam_on,
        served_on=proof.served_on if proof else None,
        proof=str(proof.scan) if proof else "",
    )


def called(proof: ServiceProof | None, heard_on: date) -> Absence:
    """A missed hearing to which no letter of ours calls: the proof says when he was called."""
    return Absence(
        summons_on=proof.served_on if proof else heard_on,
        exam_on=heard_on,
        served_on=proof.served_on if proof else None,
        proof=str(proof.scan) if proof else "",
    )


def _check_missed(missed: Absence, before: tuple[date, ...], cited: Citation) -> None:
    if not missed.counts or missed.exam_on in before:
        raise LawRefusal(RefusalCode.ABSENCE_NOT_PROVED, cited)
