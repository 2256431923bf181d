"""What a sanction of contract staff rests on: the agreement itself, and its clause on file."""

import re

from services.contracts.law import Category
from services.workflow.acts import Facts
from services.workflow.forms.tracks.decide import Decide
from services.workflow.guards.dossier import Dossier
from services.workflow.rules.refusals import LawRefusal, RefusalCode


def check_agreement(dossier: Dossier, facts: Facts, answer: Decide) -> None:
    """Refuses another clause than the one confirmed, and a sanction without the agreement's scan.

    The scan may have come with the profile or come with the decision.
    """
    profile = dossier.profile
    if dossier.category is not Category.CONTRACT or profile is None or answer.no_violation:
        return
    cited = facts.book.cite("agreement")
    if not _names(answer.clause or "", profile.agreement_clause or ""):
        raise LawRefusal(RefusalCode.CLAUSE_NOT_ON_FILE, cited)
    if answer.agreement_scan is None and profile.agreement_scan is None:
        raise LawRefusal(RefusalCode.AGREEMENT_NOT_ON_FILE, cited)


def _names(named: str, on_file: str) -> bool:
    """Whether both name one clause: the words and numbers of one stand together in the other."""
    said, kept = _words(named), _words(on_file)
    short, long = sorted((said, kept), key=len)
    if not short or (_numbered(long) and not _numbered(short)):
        return False
    starts = range(len(long) - len(short) + 1)
    return any(long[at : at + len(short)] == short for at in starts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _numbered(words: list[str]) -> bool:
    return any(any(sign.isdigit() for sign in word) for word in words)
