"""What a regency's own regulation may say, and what only the law of the land does.

The book knows it from its own rows: what it marks as design or local is the regency's to fill; what
stands in a statute, verified or from memory, is not, even where its sources disagree. A period
whose lapse has an effect by law never comes from a regency, unless the law left it to one.
"""

from typing import Final

from services.contracts.law import Category, Degree
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Certainty, Citation
from services.workflow.rules.deadlines import Deadline
from services.workflow.rules.elections import Election
from services.workflow.rules.matrix import RoleRow
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step

_LEFT_OPEN: Final = frozenset({Certainty.DESIGN, Certainty.LOCAL})
_PPPK: Final = frozenset({Category.PPPK, Category.PPPK_PART_TIME})
_CONTRACT: Final = frozenset({Category.CONTRACT})
_DEGREES: Final = frozenset({Degree.LIGHT, Degree.MEDIUM, Degree.HEAVY})
_BY_STATUTE: Final = frozenset({"summons_gap"})
"""Settings that only the packaged book turns: both readings of the law agree on their value."""


def check_local(book: Rulebook, overlay: Overlay) -> None:
    """Refuses (`overlay-not-local`) the first row that is not the regency's to write.

    `book` is the packaged one: what an earlier overlay wrote takes nothing from the statute.
    """
    for regulation in overlay.regulation:
        known = [row for row in book.regulation if row.code == regulation.code]
        if known:
            raise _not_local(regulation.code, "a regulation of the land", known[-1].citation)
    for setting in overlay.setting:
        if setting.key in _BY_STATUTE:
            cited = book.find_setting(setting.key).citation
            raise _not_local(setting.key, "fixed by national law", cited)
    for step in overlay.step:
        _check_step(book, step)
    for deadline in overlay.deadline:
        _check_deadline(book, deadline)
    for row in overlay.decides:
        _check_decides(book, row)
    for election in overlay.election:
        _check_election(book, overlay, election)


def _check_step(book: Rulebook, step: Step) -> None:
    """Only PPPK and contract staff have ladders of a regency's own; no code serves twice."""
    mine = set(step.categories)
    theirs = [row for row in book.step if mine & set(row.categories)]
    if not (mine and (mine <= _PPPK or mine <= _CONTRACT)):
        cited = theirs[-1].citation if theirs else None
        raise _not_local(step.code, "the ladder of this category is fixed by national law", cited)
    if step.statute_only or step.medium_regime is not None:
        raise _not_local(step.code, "statute_only and medium_regime are the statute's to say")
    if mine <= _PPPK and step.degree not in _DEGREES:
        cited = book.cite("moral_sanctions")
        raise _not_local(step.code, "a step of PPPK is light, medium or heavy", cited)
    if mine <= _CONTRACT and step.degree is not None:
        raise _not_local(step.code, "contract staff have no degree", book.cite("agreement"))
    taken = [row for row in book.step if row.code == step.code or row.ladder == step.ladder]
    for row in taken:
        if not set(row.categories) <= mine:
            raise _not_local(step.code, f"{row.code} of {row.ladder} is another's", row.citation)


def _check_deadline(book: Rulebook, deadline: Deadline) -> None:
    known = [row for row in book.deadline if row.key == deadline.key]
    if not known:
        raise _not_local(deadline.key, "no period has this key, so nothing would read it")
    fixed = [row for row in known if row.certainty not in _LEFT_OPEN]
    if fixed:
        raise _not_local(deadline.key, "a period of national law", fixed[-1].citation)
    if deadline.effect is not known[-1].effect:
        said = f"what its lapse does stays {known[-1].effect}"
        raise _not_local(deadline.key, said, known[-1].citation)
    if deadline.n < 1:
        raise _not_local(deadline.key, "a period has at least one day")


def _check_decides(book: Rulebook, row: RoleRow) -> None:
    """PP 49/2018 lets the regulation of a region empower an official over PPPK, and nobody else."""
    if row.category not in _PPPK:
        cited = [known.citation for known in book.decides if known.category is row.category]
        raise _not_local(
            row.category, "who decides is fixed by national law", cited[-1] if cited else None
        )


def _check_election(book: Rulebook, overlay: Overlay, election: Election) -> None:
    known = book.find_election(election.event_id)
    if election.jurisdiction != overlay.jurisdiction:
        raise _not_local(election.event_id, f"an election of {overlay.jurisdiction} says so")
    if known is not None and known.jurisdiction != overlay.jurisdiction:
        raise _not_local(election.event_id, "an election of others too", known.citation)


def _not_local(row: str, problem: str, cited: Citation | None = None) -> LawRefusal:
    return LawRefusal(RefusalCode.OVERLAY_NOT_LOCAL, cited, row=row, problem=problem)
