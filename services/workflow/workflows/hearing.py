"""He is heard first: examined by superior or team, clarified, or heard by the ethics council."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Role
    from services.workflow.forms.tracks.clarify import Clarify
    from services.workflow.forms.tracks.council_hearing import CouncilHearing
    from services.workflow.forms.tracks.examine import Examine
    from services.workflow.forms.tracks.legal_review import LegalReview
    from services.workflow.forms.tracks.profile import Profile
    from services.workflow.forms.tracks.summons import Summons
    from services.workflow.forms.tracks.team import FormCouncil, FormTeam
    from services.workflow.guards import hearing as guards
    from services.workflow.guards import keeping, progress
    from services.workflow.guards.attending import check_council_hearing
    from services.workflow.guards.dossier import Idle
    from services.workflow.guards.judging import check_legal_review, under_review
    from services.workflow.guards.people import (
        clarifying_post,
        examining_superior,
        vacant_camat,
    )
    from services.workflow.rules.refusals import LawRefusal
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.matter import Matter


_TEAM = (
    Role.BKPSDM,
    Role.EXAMINER,
    Role.SUPERIOR,
    Role.INSPECTOR,
    Role.IRBAN,
    Role.AUDITOR,
    Role.SUBSTITUTE,
    Role.OPD_HEAD,
    Role.SECRETARY,
    Role.CAMAT,
)


class Hearing(Matter):
    """Everything before a decision; the dossier says what is still missing."""

    async def _confirm_profile(self) -> None:
        """Who he is in law, at the act and today, and who is his superior."""
        row = self._standing(Point.PROFILE)
        await self._tell_case(Point.PROFILE)
        await self._paper(
            Profile,
            progress.profiled,
            guard=keeping.check_profile,
            role=row.acting_role,
            also=self._outside(keeping.PROFILES),
            deadline=row.deadline_key,
            anchor=self.dossier.opened.opened_on,
        )

    async def _hear(self) -> None:
        """One hearing after the other, until he was heard in the form that his law wants."""
        while True:
            match self.dossier.point:
                case Point.LEGAL_REVIEW:
                    await self._review_the_law()
                case Point.FORM_TEAM:
                    await self._form_team()
                case Point.SUMMON:
                    await self._summon()
                case Point.EXAMINE:
                    await self._examine()
                case Point.CLARIFY:
                    await self._clarify()
                case Point.FORM_COUNCIL:
                    await self._form_council()
                case Point.COUNCIL_HEARING:
                    await self._hear_council()
                case _:
                    return

    async def _review_the_law(self) -> None:
        await self._paper(
            LegalReview,
            progress.legally_reviewed,
            guard=check_legal_review,
            context=under_review(self.dossier),
        )

    async def _form_team(self) -> None:
        await self._paper(FormTeam, progress.team_formed, guard=guards.check_form_team)

    async def _summon(self) -> None:
        missed = self.dossier.absences
        post_id = self._examines()
        deadline = "SUMMON_2" if missed else "SUMMONS_ISSUED"
        self._expect(Role.SUPERIOR, post_id, deadline)
        await self._paper(
            Summons,
            progress.summoned,
            unless=self._stepping_aside(post_id),
            guard=guards.check_summons_letter,
            post_id=post_id,
            role=self._examiner,
            also=self._enter,
            deadline=deadline,
            anchor=missed[-1].exam_on if missed else None,
        )

    async def _examine(self) -> None:
        letter, post_id = self.dossier.letters[-1], self._examines()
        self._expect(
            Role.SUPERIOR, post_id, "SUMMON_2_EXAM" if self.dossier.absences else "SUMMON_1"
        )
        await self._paper(
            Examine,
            progress.examined,
            unless=self._stepping_aside(post_id),
            guard=guards.check_examine,
            post_id=post_id,
            role=self._examiner,
            also=self._enter,
            due_on=letter.exam_on,
            anchor=letter.letter_on,
            not_before=(letter.exam_on, "exam_day"),
            context={"exam_on": letter.exam_on.isoformat()},
        )

    async def _clarify(self) -> None:
        """Whose camat is away goes to the DPMD: it has one named, or clarifies for the regent."""
        row = self._standing(Point.CLARIFY)
        facts = self._facts
        post_id = clarifying_post(self.dossier, facts) if facts else None
        nobody = facts is not None and post_id is None and row.acting_role is Role.CAMAT
        vacant = vacant_camat(self.dossier, facts) if facts and nobody else None
        await self._paper(
            Clarify,
            progress.clarified,
            unless=self._stepping_aside(post_id),
            guard=guards.check_clarify,
            role=Role.DPMD if nobody else row.acting_role,
            post_id=post_id,
            deadline=row.deadline_key,
            context={"vacant_post": vacant} if vacant else None,
        )

    async def _form_council(self) -> None:
        await self._paper(FormCouncil, progress.council_formed, guard=guards.check_form_council)

    async def _hear_council(self) -> None:
        await self._paper(
            CouncilHearing,
            progress.council_heard,
            guard=check_council_hearing,
            role=Role.ETHICS_COUNCIL,
            also=CouncilHearing.roles,
        )

    def _examines(self) -> str | None:
        """The superior's post: he examines alone, or sits in the team and brings it the task."""
        if self.dossier.team:
            return self.dossier.team_post_id
        if self._facts is None:
            return None
        try:
            return examining_superior(self.dossier, self._facts, self._facts.today).post_id
        except LawRefusal:
            # The chart lost him since the profile: the task is asked of the role, for a person
            # to find who sits there now.
            return None

    @property
    def _enter(self) -> tuple[Role, ...]:
        """Who may enter the paper beside the superior; the guard says who sits in the team."""
        return self._outside(_TEAM) if self.dossier.team else (Role.BKPSDM,)

    @property
    def _examiner(self) -> Role:
        return Role.EXAMINER if self.dossier.team else Role.SUPERIOR

    def _expect(self, role: Role, post_id: str | None, deadline: str) -> None:
        """From now on his silence can be recorded as inaction, once the date has passed."""
        since = self._last[0] if self._last else self.dossier.opened.opened_on
        duty = Idle(role=role, post_id=post_id, since=since, deadline=deadline)
        self.dossier = self.dossier.with_(duty=duty)
