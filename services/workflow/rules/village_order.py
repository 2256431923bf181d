"""The order of the village steps: the next one only after the last was not complied with."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Citation
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step

_ORAL: Final = "village.oral_reprimand"
_WRITTEN: Final = "village.written_reprimand_"
_SUSPENSION: Final = "village.suspension"


class VillageStep(BaseModel):
    """One earlier step against the same village official, and whether it was complied with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sanction: str
    decided_on: date
    complied: bool | None = None


def next_steps(
    book: Rulebook,
    category: Category,
    steps: tuple[Step, ...],
    taken: Sequence[VillageStep],
    decided_on: date,
) -> tuple[Step, ...]:
    """The steps that may be decided now: the law lets the first reprimand be oral or written."""
    if category is Category.VILLAGE_COUNCIL:
        return steps
    if not taken:
        return tuple(step for step in steps if step.code in {_ORAL, f"{_WRITTEN}1"})
    expected = _after(book, taken[-1].sanction, decided_on)
    ready = taken[-1].complied is False and not _gap_left(book, taken[-1], expected, decided_on)
    return tuple(step for step in steps if ready and step.code == expected)


def check_order(
    book: Rulebook,
    category: Category,
    steps: tuple[Step, ...],
    taken: Sequence[VillageStep],
    sanction: str,
    decided_on: date,
) -> None:
    """Refuses a step that skips one, comes before non-compliance, or too soon after the last."""
    if category is Category.VILLAGE_COUNCIL:
        return
    cited = order_citation(book, category)
    if taken and taken[-1].complied is not False:
        raise LawRefusal(
            RefusalCode.VILLAGE_STEP_TOO_EARLY, cited, sanction=sanction, last=taken[-1].sanction
        )
    expected = _after(book, taken[-1].sanction, decided_on) if taken else _ORAL
    if taken and (gap := _gap_left(book, taken[-1], expected, decided_on)) is not None:
        raise LawRefusal(
            RefusalCode.VILLAGE_GAP,
            book.find_deadline("VILLAGE_REPRIMAND_GAP", decided_on).citation,
            sanction=sanction,
            not_before=gap,
        )
    if sanction not in {step.code for step in next_steps(book, category, steps, taken, decided_on)}:
        raise LawRefusal(
            RefusalCode.VILLAGE_STEP_SKIPPED, cited, sanction=sanction, expected=expected
        )


def order_citation(book: Rulebook, category: Category) -> Citation:
    """Art. 30 for village heads, art. 52 for their staff."""
    head = category is Category.VILLAGE_HEAD
    return book.cite("village_order_head" if head else "village_order_staff")


def _after(book: Rulebook, sanction: str, on: date) -> str:
    if sanction == _ORAL:
        return f"{_WRITTEN}1"
    if sanction.startswith(_WRITTEN):
        count = int(sanction.removeprefix(_WRITTEN))
        return (
            f"{_WRITTEN}{count + 1}"
            if count < book.number("village_reprimands", on)
            else _SUSPENSION
        )
    return "village.dismissal"


def _gap_left(book: Rulebook, last: VillageStep, expected: str, decided_on: date) -> date | None:
    """The first day on which the next written reprimand may follow, None if it is here."""
    if not (last.sanction.startswith(_WRITTEN) and expected.startswith(_WRITTEN)):
        return None
    gap = book.find_deadline("VILLAGE_REPRIMAND_GAP", decided_on)
    earliest = date.fromordinal(last.decided_on.toordinal() + gap.n)
    return earliest if decided_on < earliest else None
