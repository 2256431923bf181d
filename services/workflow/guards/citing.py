"""On what provisions a paper about one respondent rests, where its form alone cannot say it."""

from services.contracts.law import Category, Degree
from services.workflow.acts import Facts
from services.workflow.forms.kinds import TaskKind
from services.workflow.guards.dossier import Dossier


def basis(kind: str, dossier: Dossier, facts: Facts) -> str | None:
    """The citation beside the act in the timeline; None leaves the form's own.

    `dossier` is as the paper leaves it.
    """
    match kind:
        case TaskKind.DECIDE:
            return _violated(dossier, facts)
        case TaskKind.CLARIFY:
            return str(facts.book.cite("clarified_first"))
        case TaskKind.SERVE if _outside_discipline(dossier) and dossier.remedy is not None:
            # The form cites what is served on civil servants; here the remedy's law holds.
            return str(dossier.remedy.citation)
        case TaskKind.SERVE if dossier.degree is Degree.ETHICS:
            return str(facts.book.cite("council_heard"))
        case _:
            return None


def _violated(dossier: Dossier, facts: Facts) -> str | None:
    """What was violated, each provision once, the heaviest first; and that it was once more."""
    if dossier.judged is None or dossier.decision is None or dossier.decision.step is None:
        return None
    judged = (dossier.judged.heaviest, *dossier.judged.judgements)
    again = [facts.book.cite("repeat_is_heavier")] if dossier.decision.repeats else []
    cited = [*(one.citation for one in judged), *again]
    return "; ".join(dict.fromkeys(str(one) for one in cited))


def _outside_discipline(dossier: Dossier) -> bool:
    return dossier.category.is_village or dossier.category is Category.CONTRACT
