"""The ladders, and the guard of a sanction against its degree, agreement or order."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree
from services.workflow.rules.book import Rulebook
from services.workflow.rules.steps import MediumRegime, Step


class Agreement(BaseModel):
    """The work agreement of contract staff: its clause and the steps that it covers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: str
    covers: frozenset[str]
    evidence_id: str | None = None


class VillageStep(BaseModel):
    """One earlier step against the same village official, and whether it was complied with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sanction: str
    decided_on: date
    complied: bool | None = None


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


def ladder(
    book: Rulebook, category: Category, on: date, *, medium_regime: MediumRegime | None = None
) -> tuple[Step, ...]:
    """The steps in force for a category on the act's date, lightest first.

    Both moral statements are part of it for civil servants. Empty for a PPPK without a
    local ladder. `medium_regime` None: as the book's setting says for that date.
    """
    raise NotImplementedError


def allowed(book: Rulebook, asked: Asked) -> tuple[Step, ...]:
    """The steps that `check_sanction` would accept, lightest first, to offer in a form.

    Raises where none can be: no ladder in force, no local ladder, no agreement on file.
    """
    raise NotImplementedError


def check_sanction(book: Rulebook, asked: Asked) -> Step:
    """The step, if it may be imposed; otherwise a refusal with its citation.

    Civil servants: inside the degree, neither heavier nor lighter. Contract: covered by
    the agreement's clause. Village: the next step, after non-compliance with the last.
    """
    raise NotImplementedError
