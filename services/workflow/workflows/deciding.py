"""The authority decides by its signed paper, and a second person confirms where it must."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from services.contracts.law import Role
    from services.workflow.acts import Act
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.forms.tracks.confirm import Confirm
    from services.workflow.forms.tracks.decide import Decide
    from services.workflow.guards import deciding as guards
    from services.workflow.guards import progress
    from services.workflow.guards.confirming import check_confirm
    from services.workflow.guards.dossier import Idle
    from services.workflow.guards.keeping import desk_of
    from services.workflow.guards.naming import authority_on
    from services.workflow.rules.authority import Authority
    from services.workflow.rules.refusals import LawRefusal
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.hearing import Hearing


class Deciding(Hearing):
    """No decision but the authority's, and none before he was heard."""

    async def _decide(self) -> None:
        """Decided by whoever the law names; asked again if the second person sends it back."""
        await self._tell_case(Point.DECIDE)
        while not self.dossier.confirmed:
            if not await self._ask_the_authority():
                continue
            while not self.dossier.confirmed and not await self._ask_a_second_person():
                continue

    async def _ask_the_authority(self) -> bool:
        """False if whoever was asked stepped aside: it is asked of the next."""
        row, authority = self._standing(Point.DECIDE), self._authority()
        role = authority.role if authority else row.acting_role
        if authority is None and self._facts is not None:
            # Nobody in the chart may: the desk that keeps the papers enters whom a letter names.
            role = desk_of(self.dossier.category)
        deadline = row.deadline_key or "DECISION"
        if role in {Role.VILLAGE_HEAD, Role.SUPERIOR}:
            since = self._last[0] if self._last else self.dossier.opened.opened_on
            duty = Idle(
                role=role,
                post_id=authority.post_id if authority else None,
                since=since,
                deadline=deadline,
            )
            self.dossier = self.dossier.with_(duty=duty)
        post_id = authority.post_id if authority else None
        answer = await self._paper(
            Decide,
            progress.decided,
            unless=self._stepping_aside(post_id),
            role=role,
            post_id=post_id,
            office_id=authority.office_id if authority else None,
            # Whoever reads his own refusal learns why; the guard says who may enter the paper.
            also=Decide.roles,
            deadline=deadline,
            context=guards.shown(self.dossier, self._facts) if self._facts else None,
        )
        return answer is not None

    async def _ask_a_second_person(self) -> bool:
        made = self.dossier.decision
        chart = self._facts.chart if self._facts else None
        above = chart.above(made.decided_by) if chart and made else ()
        away = {None, *(self._facts.recused if self._facts else ())}
        post_id = next((post.id for post in above if post.holder not in away), None)
        answer = await self._paper(
            Confirm,
            progress.confirmed,
            unless=self._stepping_aside(post_id),
            guard=check_confirm,
            role=Role.SUPERIOR,
            post_id=post_id,
            also=(Role.BKPSDM,),
            not_before=(made.decided_on, TaskKind.DECIDE) if made else None,
        )
        return answer is not None

    def _authority(self) -> Authority | None:
        if self._facts is None:
            return None
        try:
            return authority_on(self.dossier, self._facts)
        except LawRefusal:
            # Nobody may decide as the chart stands: the desk is asked for the letter that
            # names somebody, and every other answer is refused with the reason.
            return None

    def _refuse_unasked(self, act: Act) -> None:
        """An attempt to decide before the hearing is refused with the law that forbids it."""
        if act.kind != TaskKind.DECIDE:
            return
        try:
            answer = Decide.model_validate(act.answer)
        except ValidationError:
            answer = None
        guards.check_attempt(self.dossier, act, answer)
