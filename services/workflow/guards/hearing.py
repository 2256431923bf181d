"""Before anybody decides: the profile, the team or council, the summons, the minutes."""

from collections.abc import Callable
from datetime import date

from services.contracts.law import Role
from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.tracks.clarify import Clarify
from services.workflow.forms.tracks.examine import Examine, ExamResult
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.profile import Profile
from services.workflow.forms.tracks.summons import Summons
from services.workflow.forms.tracks.team import FormCouncil, FormTeam
from services.workflow.guards.attending import check_absent, check_clarified, check_exam_day
from services.workflow.guards.dossier import Dossier
from services.workflow.guards.judging import found_below, judged_anew
from services.workflow.guards.naming import signed_as
from services.workflow.guards.people import (
    examining_superior,
    members_of,
    recused_from,
)
from services.workflow.guards.seats import check_seats
from services.workflow.rules.examination import (
    check_council,
    check_second_summons,
    check_summons,
    check_team,
)


def check_profile(dossier: Dossier, act: Act, answer: Profile) -> None:
    """The confirmed category can be judged, and a civil servant has somebody to examine him."""
    known = dossier.with_(profile=answer)
    judged_anew(known, act.facts)
    if known.category.is_asn:
        examining_superior(known, act.facts, act.happened_on)


def check_form_team(dossier: Dossier, act: Act, answer: FormTeam) -> None:
    """Superior, Inspektorat and personnel, enough of them, none lower than the examinee."""
    _check_formed(check_team, dossier, act, answer)


def check_form_council(dossier: Dossier, act: Act, answer: FormCouncil) -> None:
    """Formed by the PPK, odd, at least five, none lower than the examinee."""
    _check_formed(check_council, dossier, act, answer)


def check_summons_letter(dossier: Dossier, act: Act, answer: Summons) -> None:
    """The examination on the 7th working day; the second letter in time after the absence."""
    _check_in_team(dossier, act)
    book, calendar = act.facts.book, act.facts.calendar
    reason = answer.gap_reason or ""
    if dossier.absences:
        missed = dossier.absences[-1]
        check_second_summons(
            book, missed, answer.letter_date, answer.exam_on, calendar, reason=reason
        )
    else:
        check_summons(book, answer.letter_date, answer.exam_on, calendar, reason=reason)


def check_examine(dossier: Dossier, act: Act, answer: Examine) -> None:
    """Examined by whoever must; an absence with proof; a finding only where there is no LHP."""
    _check_in_team(dossier, act)
    if answer.was_held:
        check_exam_day(dossier, act, answer)
    if answer.result is ExamResult.ABSENT:
        check_absent(dossier, act, answer)
    ends_it = answer.was_held or (answer.result is ExamResult.ABSENT and bool(dossier.absences))
    _check_finding(dossier, act, answer.finding, needed=ends_it, found_on=act.happened_on)


def check_clarify(dossier: Dossier, act: Act, answer: Clarify) -> None:
    """Minutes of whoever clarifies; a finding only where there is no LHP."""
    check_clarified(dossier, act, answer)
    ends_it = answer.attended or bool(dossier.absences)
    _check_finding(dossier, act, answer.finding, needed=ends_it, found_on=act.happened_on)


def _check_finding(
    dossier: Dossier, act: Act, finding: MinutesFinding | None, *, needed: bool, found_on: date
) -> None:
    below = dossier.opened.judged is None
    if finding is not None and not (below and needed):
        raise refusal("finding-not-here")
    if below and needed and dossier.judged is None and finding is None:
        raise refusal("finding-needed")
    if finding is None:
        return
    last = finding.act_to or finding.act_from
    if last is not None and last > found_on:
        raise refusal("act-after-finding", act_to=last, found_on=found_on)
    found_below(dossier, act.facts, finding, found_on)


def _check_formed(
    check: Callable[..., None], dossier: Dossier, act: Act, answer: FormTeam | FormCouncil
) -> None:
    profile = _profile(dossier)
    for seat in answer.members:
        # A vacant post examines nobody, and is not counted.
        post = act.facts.chart.find(seat.post_id) if seat.post_id else None
        if seat.person_id is None and (post is None or not post.held_on(act.happened_on)):
            raise refusal("seat-vacant", post=seat.post_id or "")
    check_seats(dossier, act.facts, answer)
    check(
        act.facts.book,
        members_of(answer.members, act.facts),
        examinee=profile.person_id,
        examinee_level=profile.level,
        formed_by=signed_as(dossier, act.facts, answer),
        recused=recused_from(dossier, act.facts),
    )


def _profile(dossier: Dossier) -> Profile:
    if dossier.profile is None:
        raise refusal("profile-first")
    return dossier.profile


def _check_in_team(dossier: Dossier, act: Act) -> None:
    """A member of the team, or the personnel office that keeps its papers."""
    outside = dossier.team and act.person.id not in dossier.team
    if outside and not act.person.has(Role.BKPSDM):
        raise refusal("not-in-the-team", about="who")
