"""Inaction is recorded by a person, and only after the date has passed."""

from collections.abc import Iterable
from datetime import timedelta

from services.contracts.law import Role
from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.cases.anytime import Inaction, InactionBy
from services.workflow.guards.dossier import Dossier, Idle

_ROLES = {InactionBy.SUPERIOR: Role.SUPERIOR, InactionBy.VILLAGE_HEAD: Role.VILLAGE_HEAD}


def check_inaction(
    dossier: Dossier, act: Act, answer: Inaction, known: Iterable[Idle] = ()
) -> None:
    """Something was asked of him, his last day is over, and he has not answered: once."""
    duty = dossier.duty
    if duty is None or duty.role is not _ROLES[answer.by]:
        raise refusal("nothing-was-asked-of-him", by=answer.by)
    if duty.post_id is not None and duty.post_id != answer.post_id:
        raise refusal("nothing-was-asked-of-him", by=answer.by)
    period = act.facts.book.find_deadline(duty.deadline, duty.since)
    due = period.due(duty.since, act.facts.calendar)
    if answer.since <= due or act.happened_on < due + timedelta(days=1):
        raise refusal("not-overdue", citation=str(period.citation), due_on=due)
    if answer.since > act.happened_on:
        raise refusal("inaction-not-yet", since=answer.since)
    if duty in known:
        raise refusal("inaction-recorded", since=due + timedelta(days=1))
