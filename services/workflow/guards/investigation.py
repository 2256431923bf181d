"""The Inspektorat's part: who may find what about whom, and on which papers."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.contracts.law import Category, Role
from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.cases.anytime import ExtendInvestigation
from services.workflow.forms.cases.findings import Finding
from services.workflow.forms.cases.investigate import Investigate
from services.workflow.forms.cases.review import Review, ReviewChoice
from services.workflow.forms.cases.team import Team
from services.workflow.guards.judging import judged
from services.workflow.guards.seats import works_in_inspectorate
from services.workflow.rules.refusals import LawRefusal, RefusalCode


def check_review(
    act: Act,
    form: Review,
    *,
    recommended: bool,
    categories: Mapping[int, Category],
    election_id: str | None,
) -> None:
    """Tracks without an investigation only on an agency's finished recommendation."""
    if form.choice is not ReviewChoice.OPEN_TRACKS:
        return
    if not recommended:
        raise refusal("no-recommendation")
    check_findings(act, form.findings, categories, election_id, act.happened_on)


def check_team(act: Act, form: Team) -> None:
    """People of the Inspektorat, whoever heads it; outside it where its own people are in it.

    A member from elsewhere (a joint team) is there for a stated reason; the lead never is.
    """
    facts = act.facts
    for person_id in (form.lead_id, *form.member_ids):
        if not facts.holders_roles.get(person_id):
            raise refusal("person-unknown", person=person_id)
        inside = works_in_inspectorate(person_id, facts)
        if facts.about_inspectorate:
            if inside:
                raise LawRefusal(RefusalCode.SUBSTITUTE_HANDLES, facts.book.cite("substitute"))
        elif not inside and (person_id == form.lead_id or not form.outside_reason):
            raise refusal("not-of-the-inspectorate", person=person_id)


def check_report(
    act: Act,
    form: Investigate,
    *,
    team: Iterable[str],
    categories: Mapping[int, Category],
    election_id: str | None,
) -> None:
    """A finding for each respondent, by people of the team, each one lawful as a finding.

    Who enters it is of the team, or signs it as the head of the Inspektorat or its substitute.
    """
    members = set(team)
    signs = act.person.has(Role.INSPECTOR) or act.person.has(Role.SUBSTITUTE)
    if act.person.id not in members and not signs:
        raise refusal("writer-not-in-team", about="who")
    outside = [author for author in form.author_ids if author not in members]
    if outside:
        raise refusal("author-not-in-team", person=outside[0])
    check_findings(act, form.findings, categories, election_id, form.lhp_date)


def check_findings(
    act: Act,
    findings: Iterable[Finding],
    categories: Mapping[int, Category],
    election_id: str | None,
    found_on: date,
) -> None:
    """Refuses a finding too few, one too many, or one that names what is no violation."""
    found = {finding.respondent: finding for finding in findings}
    for n in categories:
        if n not in found:
            raise refusal("finding-missing", respondent=n)
    for n, finding in found.items():
        if n not in categories:
            raise refusal("respondent-not-in-case", respondent=n)
        if finding.acted_to is not None and finding.acted_to > found_on:
            raise refusal("act-after-finding", act_to=finding.acted_to, found_on=found_on)
        judged(act.facts, finding, finding.category or categories[n], election_id, found_on)


def check_extension(act: Act, form: ExtendInvestigation, *, extended: bool) -> None:
    """Once, while the investigation runs."""
    del act, form
    if extended:
        raise refusal("already-extended")
