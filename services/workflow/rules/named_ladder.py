"""An act of a day for which the book has no ladder: the legal section names what the law knew."""

from datetime import date

from services.contracts.law import Category, Degree
from services.workflow.rules.book import Rulebook
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step

_LOCAL = frozenset({Category.PPPK, Category.PPPK_PART_TIME})


def named_steps(
    book: Rulebook, category: Category, degree: Degree | None, named: tuple[str, ...]
) -> tuple[Step, ...]:
    """The named sanctions of that degree, as the book describes them today, lightest first."""
    found = {
        step.code: step
        for step in book.step
        if step.code in named and category in step.categories and step.degree is degree
    }
    return tuple(sorted(found.values(), key=lambda step: (step.rank, step.code)))


def check_named_ladder(
    book: Rulebook, category: Category, degree: Degree, on: date, named: tuple[str, ...]
) -> None:
    """Sanctions of the degree where no ladder is in force on that day; none where one is.

    Never today's rule by itself: a person says what the law of that day knew, with its source. A
    PPPK's ladder is local law and comes as an overlay.
    """
    if degree is Degree.ETHICS or not category.is_asn or category in _LOCAL:
        return
    in_force = any(
        category in step.categories and step.degree is degree and step.in_force_on(on)
        for step in book.step
    )
    cited = book.cite("fits_the_degree")
    if in_force and named:
        raise LawRefusal(RefusalCode.LADDER_IN_FORCE, cited, category=category, on=on)
    if in_force:
        return
    if not named:
        raise LawRefusal(RefusalCode.LADDER_NOT_NAMED, cited, category=category, on=on)
    known = {step.code for step in named_steps(book, category, degree, named)}
    for code in named:
        if code not in known:
            raise LawRefusal(RefusalCode.SANCTION_UNKNOWN, cited, sanction=code, category=category)
