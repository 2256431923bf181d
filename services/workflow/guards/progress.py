"""How a lawful answer moves the dossier on: pure, the same for guard, register and story."""

from datetime import date

from services.workflow.acts import Act
from services.workflow.failures import refusal
from services.workflow.forms.tracks.clarify import Clarify
from services.workflow.forms.tracks.comply import Comply
from services.workflow.forms.tracks.confirm import Confirm
from services.workflow.forms.tracks.council_hearing import CouncilHearing
from services.workflow.forms.tracks.decide import Decide
from services.workflow.forms.tracks.examine import Examine, ExamResult
from services.workflow.forms.tracks.finding import MinutesFinding
from services.workflow.forms.tracks.legal_review import LegalReview
from services.workflow.forms.tracks.profile import Profile
from services.workflow.forms.tracks.serve import Serve
from services.workflow.forms.tracks.summons import Summons
from services.workflow.forms.tracks.team import FormCouncil, FormTeam, Side
from services.workflow.guards.attending import absence, called
from services.workflow.guards.deciding import decision
from services.workflow.guards.dossier import Dossier, Letter, Proof
from services.workflow.guards.judging import after_review, found_below, judged_anew
from services.workflow.guards.people import examining_superior, holder_of, members_of
from services.workflow.guards.remedies import open_remedy
from services.workflow.rules.examination import Absence, Hearing
from services.workflow.rules.ladders import VillageStep


def profiled(dossier: Dossier, act: Act, answer: Profile) -> Dossier:
    """It is known who he is; an LHP's finding is judged by the category that was confirmed."""
    known = dossier.with_(
        profile=answer,
        profiled_on=act.happened_on,
        held_by=None if answer.person_id else holder_of(answer.post_id, act.facts),
    )
    return judged_anew(known, act.facts)


def legally_reviewed(dossier: Dossier, act: Act, answer: LegalReview) -> Dossier:
    """The degree was said by a person, with its source."""
    del act
    return after_review(dossier, answer)


def team_formed(dossier: Dossier, act: Act, answer: FormTeam) -> Dossier:
    """A team examines from the beginning, whatever was examined before it."""
    team = tuple(member.person_id for member in members_of(answer.members, act.facts))
    superior = next((seat.post_id for seat in answer.members if seat.part is Side.SUPERIOR), None)
    return dossier.with_(
        team_post_id=superior,
        team=team,
        letters=(),
        absences=(),
        examiners=team,
        hearing=None,
        heard_on=None,
    )


def council_formed(dossier: Dossier, act: Act, answer: FormCouncil) -> Dossier:
    """The council sits."""
    members = members_of(answer.members, act.facts)
    return dossier.with_(council=tuple(member.person_id for member in members))


def summoned(dossier: Dossier, act: Act, answer: Summons) -> Dossier:
    """A letter is out; one that was never served is replaced and counts for nothing."""
    del act
    kept = dossier.letters[: len(dossier.absences)]
    letter = Letter(letter_on=answer.letter_date, exam_on=answer.exam_on)
    return dossier.with_(letters=(*kept, letter))


def examined(dossier: Dossier, act: Act, answer: Examine) -> Dossier:
    """Heard, or absent once, or absent twice: then the evidence at hand must do."""
    if answer.result is ExamResult.NOT_SERVED:
        return dossier.with_(letters=dossier.letters[: len(dossier.absences)])
    missed: tuple[Absence, ...] = ()
    if answer.result is ExamResult.ABSENT:
        missed = (*dossier.absences, absence(dossier, answer))
        if len(missed) == 1:
            return dossier.with_(absences=missed)
    hearing = {
        ExamResult.SIGNED: Hearing.MINUTES_SIGNED,
        ExamResult.SIGNATURE_REFUSED: Hearing.MINUTES_REFUSED,
    }.get(answer.result, Hearing.TWICE_ABSENT)
    heard = dossier.with_(
        hearing=hearing,
        heard_on=act.happened_on,
        absences=missed or dossier.absences,
        by_team=bool(dossier.team),
        examiners=dossier.team or _alone(dossier, act),
    )
    return _with_finding(heard, act, answer.finding)


def clarified(dossier: Dossier, act: Act, answer: Clarify) -> Dossier:
    """Heard with minutes; or absent once, or absent twice: then the evidence at hand must do."""
    if not answer.attended:
        missed = (*dossier.absences, called(answer.service_proof, act.happened_on))
        if len(missed) == 1:
            return dossier.with_(absences=missed)
        away = dossier.with_(
            hearing=Hearing.TWICE_ABSENT, heard_on=act.happened_on, absences=missed
        )
        return _with_finding(away, act, answer.finding)
    heard = dossier.with_(hearing=Hearing.CLARIFIED, heard_on=act.happened_on)
    return _with_finding(heard, act, answer.finding)


def council_heard(dossier: Dossier, act: Act, answer: CouncilHearing) -> Dossier:
    """The council heard him and recommends; a first absence gives him another hearing."""
    del act
    if not answer.attended and dossier.council_missed is None:
        proof = answer.service_proof
        return dossier.with_(
            council_missed=answer.heard_on, council_proof=str(proof.scan) if proof else ""
        )
    return dossier.with_(
        council_heard=True, heard_on=answer.heard_on, recommendation=answer.recommendation
    )


def decided(dossier: Dossier, act: Act, answer: Decide) -> Dossier:
    """The authority decided; no violation means that nothing was proven."""
    made = decision(dossier, act, answer)
    # A village step that was imposed before stays imposed, whatever the next decision says.
    kept = made.step is not None or bool(dossier.village_steps)
    proof = dossier.proof if kept else Proof.NOT_PROVEN
    return dossier.with_(decision=made, proof=proof, confirmed=not made.needs_second, duty=None)


def confirmed(dossier: Dossier, act: Act, answer: Confirm) -> Dossier:
    """Agreed by a second person, or sent back and to be decided again."""
    del act
    return dossier.with_(confirmed=True) if answer.agreed else dossier.with_(decision=None)


def served(dossier: Dossier, act: Act, answer: Serve) -> Dossier:
    """He has it: the legal clocks run from the day he received it."""
    has_it = dossier.with_(received_on=answer.received_on)
    return has_it.with_(remedy=open_remedy(has_it, act.facts))


def complied(dossier: Dossier, act: Act, answer: Comply) -> Dossier:
    """The step is over: complied with, or the next one is to be decided."""
    del act
    made = dossier.decision
    if made is None or made.step is None:
        raise refusal("nothing-to-comply-with")
    step = VillageStep(
        sanction=made.step.code, decided_on=made.decided_on, complied=answer.complied
    )
    steps = (*dossier.village_steps, step)
    if answer.complied:
        return dossier.with_(village_steps=steps)
    return dossier.with_(village_steps=steps, decision=None, received_on=None, confirmed=False)


def _alone(dossier: Dossier, act: Act) -> tuple[str, ...]:
    """The superior who examined: whoever sat in the post that day."""
    post_id = examining_superior(dossier, act.facts, _day(dossier, act)).post_id
    post = act.facts.chart.find(post_id)
    return (post.holder if post and post.holder else act.person.id,)


def _day(dossier: Dossier, act: Act) -> date:
    return dossier.letters[-1].exam_on if dossier.letters else act.happened_on


def _with_finding(dossier: Dossier, act: Act, finding: MinutesFinding | None) -> Dossier:
    if finding is None:
        return dossier
    return found_below(dossier, act.facts, finding, act.happened_on)
