"""Whether the person who is named as deciding may decide this, with these papers."""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Acting, Category, Degree, Role
from services.workflow.rules.authority import Authority, Subject, acting_limit, needs_consent
from services.workflow.rules.book import Rulebook
from services.workflow.rules.groups import SORTED
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step


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

    report_authors: Annotated[frozenset[str], SORTED] = frozenset()
    examiners: Annotated[frozenset[str], SORTED] = frozenset()
    camat_consulted_on: date | None = None
    camat_recommendation: str = ""
    camat_agrees: bool = True
    village_council_report: str = ""
    regent_review: str = ""


_NO_PAPERS: Final = Papers()


def check_decider(
    book: Rulebook,
    subject: Subject,
    authority: Authority,
    decider: Decider,
    degree: Degree | None,
    step: Step,
    on: date,
    *,
    papers: Papers = _NO_PAPERS,
    recused: AbstractSet[str] = frozenset(),
) -> None:
    """Refuses whoever may not decide, with the reason and its citation.

    Asked in this order: is it the authority, is he involved, did he write the report, does
    his acting appointment reach, did he examine what he may not decide, are the
    village's papers there. Whether a second person must confirm: `needs_second_person`.
    """
    _check_is_authority(book, authority, decider)
    if decider.person_id in recused or decider.person_id == subject.person_id:
        raise LawRefusal(RefusalCode.DECIDER_INVOLVED, book.cite("conflict_of_interest"))
    if decider.person_id in papers.report_authors:
        raise LawRefusal(RefusalCode.REPORT_AUTHOR_DECIDES, book.cite("report_author"))
    _check_acting(book, authority, decider, degree, step, on)
    if needs_second_person(degree, decider, papers):
        _check_examiner(book, degree)
    _check_village_papers(book, subject.category, step, papers)


def needs_second_person(degree: Degree | None, decider: Decider, papers: Papers) -> bool:
    """An examining superior who decides himself is confirmed by a second person."""
    return degree is not None and decider.person_id in papers.examiners


def _check_is_authority(book: Rulebook, authority: Authority, decider: Decider) -> None:
    if authority.post_id is not None:
        fits = decider.post_id == authority.post_id
    else:
        office = authority.office_id
        fits = decider.role is authority.role and office in {None, decider.office_id}
    if not fits:
        raise LawRefusal(
            RefusalCode.NOT_THE_AUTHORITY,
            authority.why[0] if authority.why else book.cite("fits_the_degree"),
            decider=decider.role,
            authority=authority.role,
        )


def _check_acting(
    book: Rulebook,
    authority: Authority,
    decider: Decider,
    degree: Degree | None,
    step: Step,
    on: date,
) -> None:
    too_early = decider.held_from is not None and on < decider.held_from
    too_late = decider.held_until is not None and decider.held_until < on
    if too_early or too_late:
        raise LawRefusal(
            RefusalCode.ACTING_NOT_ON_DATE, book.cite("next_higher"), acting=decider.acting, on=on
        )
    limit = acting_limit(book, decider.acting, degree, step, on, authority.level)
    if limit is not None:
        raise LawRefusal(
            RefusalCode.ACTING_MAY_NOT, limit, acting=decider.acting, sanction=step.code
        )
    if authority.role is not Role.PPK or degree is None or decider.consent.strip():
        return
    consent = needs_consent(book, decider.acting, degree, step, on)
    if consent is not None:
        raise LawRefusal(RefusalCode.CONSENT_MISSING, consent, acting=decider.acting)


def _check_examiner(book: Rulebook, degree: Degree | None) -> None:
    if degree in {Degree.HEAVY, Degree.ETHICS}:
        cited = book.cite("heavy_by_team" if degree is Degree.HEAVY else "council_heard")
        raise LawRefusal(RefusalCode.EXAMINER_DECIDES, cited, degree=str(degree))


def _check_village_papers(book: Rulebook, category: Category, step: Step, papers: Papers) -> None:
    if category.is_village_staff and step.code == "village.suspension":
        if papers.camat_consulted_on is None:
            raise LawRefusal(RefusalCode.CAMAT_CONSULTATION_MISSING, book.cite("camat_consulted"))
    elif category.is_village_staff and step.code == "village.dismissal":
        cited = book.cite("camat_recommends")
        if not papers.camat_recommendation.strip():
            raise LawRefusal(RefusalCode.CAMAT_RECOMMENDATION_MISSING, cited)
        if not papers.camat_agrees:
            raise LawRefusal(RefusalCode.CAMAT_DISAGREES, cited)
    elif category is Category.VILLAGE_HEAD and step.code == "village.dismissal":
        _check_reviewed(book, papers)


def _check_reviewed(book: Rulebook, papers: Papers) -> None:
    if not (papers.village_council_report.strip() and papers.regent_review.strip()):
        raise LawRefusal(RefusalCode.VILLAGE_REVIEW_MISSING, book.cite("village_head_dismissal"))
