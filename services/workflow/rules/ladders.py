"""The ladders, and the guard of a sanction against its degree, agreement or order."""

from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree
from services.workflow.rules.book import Rulebook
from services.workflow.rules.groups import SORTED
from services.workflow.rules.named_ladder import named_steps
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import MediumRegime, Step
from services.workflow.rules.village_order import VillageStep, check_order, next_steps

__all__ = ["Agreement", "Asked", "VillageStep", "allowed", "check_sanction", "ladder"]

_DEGREES: Final = (Degree.LIGHT, Degree.MEDIUM, Degree.HEAVY)


class Agreement(BaseModel):
    """The work agreement of contract staff: its clause and the steps that it covers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: str
    covers: Annotated[frozenset[str], SORTED]
    evidence_id: str | None = None


class Asked(BaseModel):
    """A sanction somebody wants to impose, with all that its guard looks at.

    `on` is the act's date (the earliest day of a range); `decided_on` the decision's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: Category
    sanction: str
    on: date
    decided_on: date
    degree: Degree | None = None
    only_sanctions: tuple[str, ...] = ()
    last_same_nature: str | None = None
    agreement: Agreement | None = None
    village_steps: tuple[VillageStep, ...] = ()
    named_steps: tuple[str, ...] = ()
    """What the legal section named, where the book has no ladder for the act's day."""


def ladder(
    book: Rulebook, category: Category, on: date, *, medium_regime: MediumRegime | None = None
) -> tuple[Step, ...]:
    """The steps in force for a category on the act's date, lightest first.

    The moral statements and what only a statute may impose are part of it for civil
    servants; a PPPK without a local ladder has nothing else. `medium_regime` None: as the
    book's setting says for that date.
    """
    regime = medium_regime or MediumRegime(str(book.find_setting("medium_regime", on).value))
    steps = (
        step
        for step in book.step
        if category in step.categories
        and step.in_force_on(on)
        and step.medium_regime in {None, regime}
    )
    return tuple(sorted(steps, key=lambda step: (_is_moral(step) is False, step.rank, step.code)))


def allowed(book: Rulebook, asked: Asked) -> tuple[Step, ...]:
    """The steps that `check_sanction` would accept, lightest first, to offer in a form.

    `asked.sanction` is not looked at. Raises where no step can be: no ladder in force, no
    local ladder, no agreement on file, no degree, the last village step still running.
    """
    steps = ladder(book, asked.category, asked.on)
    if asked.category is Category.UNKNOWN:
        raise LawRefusal(RefusalCode.CATEGORY_UNKNOWN, book.cite("category_needed"))
    if asked.category.is_village:
        return next_steps(book, asked.category, steps, asked.village_steps, asked.decided_on)
    if asked.category is Category.CONTRACT:
        agreement = _agreement(book, asked)
        return tuple(step for step in steps if step.code in agreement.covers)
    return _within_degree(book, asked, steps)


def check_sanction(book: Rulebook, asked: Asked) -> Step:
    """The step, if it may be imposed; otherwise a refusal with its citation.

    Civil servants: inside the degree, neither heavier nor lighter. Contract: covered by
    the agreement's clause. Village: the next step, after non-compliance with the last.
    """
    offered = _offered(book, asked)
    for step in offered:
        if step.code == asked.sanction:
            return step
    raise _why_not(book, asked, offered)


def _offered(book: Rulebook, asked: Asked) -> tuple[Step, ...]:
    """`allowed`, after the village's own order has had its say about this very step."""
    if asked.category.is_village:
        steps = ladder(book, asked.category, asked.on)
        _known(book, asked, steps)
        check_order(
            book, asked.category, steps, asked.village_steps, asked.sanction, asked.decided_on
        )
    return allowed(book, asked)


def _within_degree(book: Rulebook, asked: Asked, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if asked.degree is None:
        raise LawRefusal(
            RefusalCode.LEGAL_REVIEW_OPEN, book.cite("fits_the_degree"), reason="no_degree"
        )
    if asked.only_sanctions:
        return tuple(step for step in steps if step.code in asked.only_sanctions)
    if asked.degree is Degree.ETHICS:
        return tuple(step for step in steps if _is_moral(step))
    discipline = tuple(s for s in steps if not _is_moral(s) and not s.statute_only)
    if not discipline and asked.named_steps:
        return named_steps(book, asked.category, asked.degree, asked.named_steps)
    if not discipline:
        raise _no_ladder(book, asked)
    return _after_repeat(book, asked, discipline)


def _after_repeat(book: Rulebook, asked: Asked, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    inside = tuple(step for step in steps if step.degree is asked.degree)
    last = None if asked.last_same_nature is None else book.find_step(asked.last_same_nature)
    if last is None or _is_moral(last) or not inside:
        return inside
    heavier = tuple(step for step in inside if step.rank > last.rank)
    if heavier:
        return heavier
    # The repetition outgrows its degree: the nearest heavier steps, or the top again.
    above = [step for step in steps if step.rank > max(last.rank, inside[-1].rank)]
    if not above:
        return steps[-1:]
    return tuple(step for step in above if step.degree is above[0].degree)


def _agreement(book: Rulebook, asked: Asked) -> Agreement:
    if asked.agreement is None or not asked.agreement.clause.strip():
        raise LawRefusal(RefusalCode.AGREEMENT_MISSING, book.cite("agreement"))
    return asked.agreement


def _known(book: Rulebook, asked: Asked, steps: tuple[Step, ...]) -> Step:
    for step in steps:
        if step.code == asked.sanction:
            return step
    elsewhere = [
        step
        for step in book.step
        if step.code == asked.sanction and asked.category in step.categories
    ]
    if elsewhere:
        raise LawRefusal(
            RefusalCode.SANCTION_NOT_IN_FORCE,
            elsewhere[-1].citation,
            sanction=asked.sanction,
            on=asked.on,
        )
    raise LawRefusal(
        RefusalCode.SANCTION_UNKNOWN,
        book.cite("category_needed"),
        sanction=asked.sanction,
        category=asked.category,
    )


def _why_not(book: Rulebook, asked: Asked, offered: tuple[Step, ...]) -> LawRefusal:
    if asked.degree is Degree.ETHICS and asked.category.is_asn:
        return LawRefusal(
            RefusalCode.SANCTION_NOT_MORAL, book.cite("moral_sanctions"), sanction=asked.sanction
        )
    if offered and asked.named_steps and asked.sanction not in asked.named_steps:
        named = ", ".join(step.code for step in offered)
        cited = book.cite("fits_the_degree")
        return LawRefusal(
            RefusalCode.STATUTE_FIXES_SANCTION, cited, sanction=asked.sanction, required=named
        )
    step = _known(book, asked, ladder(book, asked.category, asked.on))
    if asked.category is Category.CONTRACT and asked.agreement is not None:
        return LawRefusal(
            RefusalCode.AGREEMENT_DOES_NOT_COVER,
            book.cite("agreement"),
            sanction=step.code,
            clause=asked.agreement.clause,
        )
    if asked.only_sanctions:
        return LawRefusal(
            RefusalCode.STATUTE_FIXES_SANCTION,
            book.cite("fits_the_degree"),
            sanction=step.code,
            required=", ".join(asked.only_sanctions),
        )
    return _outside_degree(book, asked, step, offered)


def _outside_degree(
    book: Rulebook, asked: Asked, step: Step, offered: tuple[Step, ...]
) -> LawRefusal:
    degree = str(asked.degree)
    cited = book.cite("fits_the_degree")
    if _is_moral(step):
        code = RefusalCode.MORAL_STATEMENT_NOT_ENOUGH
    elif _heavier(step, asked.degree) or (offered and step.rank > offered[-1].rank):
        code = RefusalCode.SANCTION_TOO_HEAVY
    elif step.degree is asked.degree and asked.last_same_nature is not None:
        return LawRefusal(
            RefusalCode.REPEAT_NOT_HEAVIER,
            book.cite("repeat_is_heavier"),
            sanction=step.code,
            last=asked.last_same_nature,
        )
    else:
        code = RefusalCode.SANCTION_TOO_LIGHT
    return LawRefusal(code, cited, sanction=step.code, degree=degree)


def _no_ladder(book: Rulebook, asked: Asked) -> LawRefusal:
    local = asked.category in {Category.PPPK, Category.PPPK_PART_TIME}
    return LawRefusal(
        RefusalCode.NO_LOCAL_LADDER if local else RefusalCode.NO_LADDER_IN_FORCE,
        book.cite("pppk_ladder" if local else "fits_the_degree"),
        category=asked.category,
        on=asked.on,
    )


def _heavier(step: Step, degree: Degree | None) -> bool:
    known = step.degree in _DEGREES and degree in _DEGREES
    return known and _DEGREES.index(step.degree) > _DEGREES.index(degree)


def _is_moral(step: Step) -> bool:
    return step.degree is Degree.ETHICS
