"""The dossier of one respondent: everything that lies on the table when somebody wants to act.

Frozen: the workflow puts a new one in its place with each step, and guards only read it.
"""

from datetime import date
from enum import StrEnum

from services.contracts.law import Category, Degree, Role
from services.workflow.acts import Message
from services.workflow.forms.tracks.council_hearing import Recommendation
from services.workflow.forms.tracks.profile import Profile
from services.workflow.rules.effect import RemedyPeriod
from services.workflow.rules.examination import Absence, Hearing, HearingForm, hearing_form
from services.workflow.rules.ladders import VillageStep
from services.workflow.rules.stages import Point
from services.workflow.rules.steps import Step
from services.workflow.workflows.state import JudgedFinding, OpenedTrack


class Proof(StrEnum):
    """What the finding says about this respondent, as far as there is one."""

    OPEN = "open"
    PROVEN = "proven"
    NOT_PROVEN = "not_proven"


class Letter(Message):
    """One summons as it was issued."""

    letter_on: date
    exam_on: date


class Decision(Message):
    """What the authority decided, by its paper."""

    step: Step | None
    """None: no violation."""
    decided_by: str
    decider_id: str | None
    decided_on: date
    number: str
    entered_by: str | None = None
    """Who recorded the paper: he does not confirm it."""
    is_last: bool = False
    """Nothing stands above this step on its ladder."""
    repeats: str | None = None
    """The earlier sanction for the same thing that this one exceeds."""
    needs_second: bool = False
    """The examining superior decided himself: a second person confirms."""


class Idle(Message):
    """Whose date runs now, so that his inaction can be told from haste."""

    role: Role
    post_id: str | None
    since: date
    deadline: str


class Dossier(Message):
    """One respondent's matter as far as it has come."""

    opened: OpenedTrack
    profile: Profile | None = None
    profiled_on: date | None = None
    held_by: str | None = None
    """Who sat in the post of the profile on the day on which it was confirmed."""
    judged: JudgedFinding | None = None
    named_steps: tuple[str, ...] = ()
    """What the legal section named as the ladder of a day for which the book has none."""
    proof: Proof = Proof.OPEN
    examiners: tuple[str, ...] = ()
    """People who examined, or sit in the team: they decide only where the matrix says so."""
    team: tuple[str, ...] = ()
    team_post_id: str | None = None
    """The post of the superior who sits in the team."""
    council: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()
    absences: tuple[Absence, ...] = ()
    hearing: Hearing | None = None
    heard_on: date | None = None
    by_team: bool = False
    council_missed: date | None = None
    """The day on which he did not come to the council, once."""
    council_proof: str = ""
    """The proof that he was called to it."""
    council_heard: bool = False
    recommendation: Recommendation | None = None
    decision: Decision | None = None
    confirmed: bool = False
    received_on: date | None = None
    remedy: RemedyPeriod | None = None
    """What may be used against the decision that was served last, and until when."""
    village_steps: tuple[VillageStep, ...] = ()
    duty: Idle | None = None

    @property
    def category(self) -> Category:
        """The category by which the act is judged: the one at the act."""
        return self.profile.category_at_act if self.profile else self.opened.category

    @property
    def category_today(self) -> Category:
        """The category by which authority is resolved: today's."""
        return self.profile.category_today if self.profile else self.opened.category

    @property
    def degree(self) -> Degree | None:
        """The degree that the finding leads to; null for village and contract."""
        return self.judged.heaviest.degree if self.judged and self.category.is_asn else None

    @property
    def in_legal_review(self) -> bool:
        """No degree follows by itself, and nobody of the legal section has said it yet."""
        return self.judged is not None and self.judged.heaviest.legal_review is not None

    @property
    def hearing_form(self) -> HearingForm:
        """How this respondent must be heard, as far as is known now."""
        return hearing_form(self.category, self.degree)

    @property
    def is_heard(self) -> bool:
        """He was heard in the form that his law wants."""
        match self.hearing_form:
            case HearingForm.ETHICS_COUNCIL:
                return self.council_heard
            case HearingForm.BY_TEAM:
                return self.hearing is not None and self.by_team
            case _:
                return self.hearing is not None

    @property
    def point(self) -> Point:
        """Where he stands before a decision: what is asked next."""
        if self.proof is Proof.NOT_PROVEN:
            return Point.CLEAR
        if self.profile is None:
            return Point.PROFILE
        if self.in_legal_review:
            return Point.LEGAL_REVIEW
        if self.decision is not None:
            return Point.SERVE if self.confirmed else Point.CONFIRM
        return Point.DECIDE if self.is_heard else self._hearing_point

    @property
    def _hearing_point(self) -> Point:
        match self.hearing_form:
            case HearingForm.CLARIFICATION:
                return Point.CLARIFY
            case HearingForm.ETHICS_COUNCIL:
                return Point.COUNCIL_HEARING if self.council else Point.FORM_COUNCIL
            case HearingForm.BY_TEAM if not self.team:
                return Point.FORM_TEAM
            case _:
                summoned = len(self.letters) > len(self.absences)
                return Point.EXAMINE if summoned else Point.SUMMON

    @property
    def act_on(self) -> date | None:
        """The first day of the act as the finding establishes it: the law is resolved by it."""
        return self.judged.finding.act_from if self.judged else None

    def with_(self, **changed: object) -> "Dossier":
        """The same dossier with something new on the table."""
        return self.model_copy(update=changed)


def opened_dossier(opened: OpenedTrack) -> Dossier:
    """What lies on the table when the track opens: an LHP's finding, or nothing yet."""
    judgement = opened.judged
    if judgement is None:
        return Dossier(opened=opened)
    proof = Proof.NOT_PROVEN if judgement.heaviest.exculpated else Proof.PROVEN
    return Dossier(opened=opened, judged=judgement, proof=proof)
