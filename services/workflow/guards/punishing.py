"""Nobody is punished twice for one act: what this decision imposes, and what was imposed before."""

from services.workflow.acts import Facts
from services.workflow.guards.dossier import Dossier
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.same_act import Punished, first_for


def punished_by(dossier: Dossier) -> Punished | None:
    """What the decision on the table imposes and for which act; None where it imposes nothing."""
    made, judged = dossier.decision, dossier.judged
    if made is None or made.step is None or judged is None or judged.finding.days is None:
        return None
    first_day, last_day = judged.finding.days
    return Punished(
        sanction=made.step.code,
        number=made.number,
        decided_on=made.decided_on,
        act_from=first_day,
        act_to=last_day,
        violations=judged.finding.violations,
    )


def punished_before(dossier: Dossier, facts: Facts) -> Punished | None:
    """The decision of another matter by which this act of this person was punished already."""
    judged = dossier.judged
    if judged is None or judged.finding.days is None:
        return None
    return first_for(facts.punished, *judged.finding.days, judged.finding.violations)


def check_not_twice(dossier: Dossier, facts: Facts, other_act: str | None) -> None:
    """Refuses, unless it was said why this is another act."""
    again = punished_before(dossier, facts)
    if again is not None and not other_act:
        raise twice(facts, again)


def twice(facts: Facts, again: Punished) -> LawRefusal:
    """What is said of the other decision: kind, number and date."""
    return LawRefusal(
        RefusalCode.SAME_ACT,
        facts.book.cite("never_twice"),
        last=again.sanction,
        number=again.number,
        decided_on=again.decided_on,
    )
