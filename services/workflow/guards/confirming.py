"""The second person, where he who examined decides himself."""

from services.workflow.acts import Act
from services.workflow.forms.tracks.confirm import Confirm
from services.workflow.guards.dossier import Dossier
from services.workflow.guards.people import recused_from
from services.workflow.rules.refusals import LawRefusal, RefusalCode


def check_confirm(dossier: Dossier, act: Act, answer: Confirm) -> None:
    """The second person neither decided nor entered it, neither examined nor wrote the report."""
    del answer
    decided = dossier.decision
    if act.person.id in recused_from(dossier, act.facts):
        cited = act.facts.book.cite("conflict_of_interest")
        raise LawRefusal(RefusalCode.DECIDER_INVOLVED, cited)
    first = {*dossier.examiners, *dossier.opened.author_ids}
    if decided is None or act.person.id in {decided.decider_id, decided.entered_by, *first}:
        cited = act.facts.book.cite("examining_superior_decides")
        raise LawRefusal(RefusalCode.SECOND_PERSON_MISSING, cited)
