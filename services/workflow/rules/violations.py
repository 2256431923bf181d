"""The rows of the catalogue of violations."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Category, Degree, ElectionType, Regime
from services.workflow.rules.citations import Citation
from services.workflow.rules.dated import Labels, Row
from services.workflow.rules.groups import SORTED, Categories

Elections = Annotated[frozenset[ElectionType], SORTED]


class ActStage(StrEnum):
    """Whether an act lies before or after the determination of the candidates."""

    BEFORE_DETERMINATION = "before_determination"
    AFTER_DETERMINATION = "after_determination"
    ANY = "any"


class CriminalClause(BaseModel):
    """A criminal clause that the same act may meet: referred beside the track, never instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: str
    elections: Elections
    categories: Categories


class Violation(Row):
    """One act that the law names, for whom, in which election, of what degree.

    `degree` is None where the law has none (village, contract), where it follows the
    impact, or where the sources disagree (`needs_legal_review`). `twin` is the same
    act on the other side of the determination of candidates.
    """

    slug: str
    regime: Regime
    stage: ActStage = ActStage.ANY
    elections: Elections
    categories: Categories
    degree: Degree | None = None
    needs_legal_review: bool = False
    by_impact: bool = False
    needs_active_support: bool = False
    spouse_rule: bool = False
    twin: str | None = None
    only_sanctions: tuple[str, ...] = ()
    criminal: tuple[CriminalClause, ...] = ()
    basis_head: str = ""
    basis_staff: str = ""
    labels: Labels

    def citation_for(self, category: Category) -> Citation:
        """The source as it reads for this category (village head and staff differ by article)."""
        text = self.basis
        if category is Category.VILLAGE_HEAD:
            text = self.basis_head or text
        elif category.is_village_staff:
            text = self.basis_staff or text
        return Citation(text=text, certainty=self.certainty)
