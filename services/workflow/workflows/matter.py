"""What every part of a track shares: the dossier, how a step is asked, where the respondent is."""

from collections.abc import Callable
from typing import Any, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Role, Stage
    from services.workflow.activities import orders
    from services.workflow.acts import Act, Facts
    from services.workflow.forms.form import Form
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.forms.tracks.profile import Profile
    from services.workflow.guards.citing import basis
    from services.workflow.guards.dossier import Dossier, Proof, opened_dossier
    from services.workflow.guards.people import (
        is_respondent,
        profile_codes,
        serves_in_inspectorate,
    )
    from services.workflow.guards.punishing import punished_by
    from services.workflow.rules.refusals import LawRefusal, RefusalCode
    from services.workflow.rules.stages import Point, Standing, standing
    from services.workflow.rules.substitution import taking_part
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import (
        OpenedTrack,
        Scope,
        TrackMoved,
        case_workflow,
        track_workflow,
    )
    from services.workflow.workflows.task import Answer, Effect, Procedure

F = TypeVar("F", bound=Form)
_DECIDES = frozenset({TaskKind.DECIDE, TaskKind.CONFIRM})
Moves = Callable[[Dossier, Act, Any], Dossier]
"""How an answer moves the dossier on; it refuses what the law does not allow."""


class TakenBack(Exception):
    """The case took the matter back from whoever it was routed to."""


class Matter(Procedure):
    """One respondent's matter: `await self._paper(Form, moves)` asks, guards, and moves on."""

    dossier: Dossier

    def __init__(self, opened: OpenedTrack) -> None:
        super().__init__(
            scope=Scope(
                workflow_id=track_workflow(opened.case_id, opened.n, opened.round),
                jurisdiction=opened.jurisdiction,
                case_id=opened.case_id,
                respondent=opened.n,
                traceparent=opened.traceparent,
            )
        )
        self.dossier = opened_dossier(opened)
        self._facts: Facts | None = None
        self._stage: Stage | None = None
        self._taken_back = False
        self._recusals = 0
        self._last = (opened.opened_on, "track_opened")

    async def _paper(
        self,
        form: type[F],
        moves: Moves,
        *,
        guard: Callable[[Dossier, Act, Any], None] | None = None,
        change: Callable[[Dossier], orders.RespondentChange] | None = None,
        unless: Callable[[], bool] = lambda: False,
        **asked: Any,  # noqa: ANN401 - what `_ask_unless` takes
    ) -> Answer[F] | None:
        """Asks for the next paper; None only if `unless()` made the question void.

        `moves` is tried on the dossier when the act arrives (a refusal leaves no trace), written
        to the register with the act, and kept when it is there.
        """

        def check(act: Act, answer: Any) -> None:  # noqa: ANN401
            if guard is not None:
                guard(self.dossier, act, answer)
            moves(self.dossier, act, answer)

        def effect(act: Act, answer: Any) -> Effect:  # noqa: ANN401
            if workflow.unsafe.is_replaying():
                return Effect()
            after = moves(self.dossier, act, answer)
            return Effect(
                change=change(after) if change else self._at(after.point, after),
                profile=profile_codes(after) if form is Profile else None,
                about_inspectorate=form is Profile and serves_in_inspectorate(answer, act.facts),
                punished=punished_by(after) if form.kind in _DECIDES else None,
                citation=basis(form.kind, after, act.facts),
            )

        answer = await self._ask_unless(
            lambda: self._taken_back or unless(), form, guard=check, effect=effect, **asked
        )
        if self._taken_back and answer is None:
            raise TakenBack
        if answer is None:
            return None
        self._facts = answer.act.facts
        await self._keep(moves, answer)
        return answer

    @workflow.signal
    def recused(self, person_id: str) -> None:
        """An official declared a part of his own: what waits for his post goes to the next."""
        if self._facts is None or person_id in self._facts.recused:
            return
        recused = (*self._facts.recused, person_id)
        self._facts = self._facts.model_copy(update={"recused": recused})
        self._recusals += 1

    def _stepping_aside(self, post_id: str | None) -> Callable[[], bool]:
        """Whether, from now on, the holder of the post that is asked declares such a part."""
        seen = self._recusals

        def stepped_aside() -> bool:
            facts = self._facts
            if self._recusals == seen or facts is None or post_id is None:
                return False
            post = facts.chart.find(post_id)
            return post is not None and post.holder in facts.recused

        return stepped_aside

    async def _keep(self, moves: Moves, answer: Answer[F]) -> None:
        """What the law made of the paper is read from the history ever after.

        Never computed again in a replay: a book that has changed since could refuse what was
        lawful then, and an open track would be stuck for good.
        """
        if not workflow.unsafe.is_replaying():
            self.dossier = moves(self.dossier, answer.act, answer.form)
        self.dossier = await calls.keep_dossier(self.dossier)

    def _check_task(self, act: Act) -> None:
        self._check_uninvolved(act)
        super()._check_task(act)

    def _check_anytime(self, act: Act) -> None:
        self._check_uninvolved(act)
        super()._check_anytime(act)

    def _check_uninvolved(self, act: Act) -> None:
        """Nobody acts in his own matter; the register hides it from him, and this is the wall."""
        if is_respondent(self.dossier, act):
            cited = act.facts.book.cite("conflict_of_interest")
            raise LawRefusal(RefusalCode.DECIDER_INVOLVED, cited)

    def _at(
        self,
        point: Point,
        dossier: Dossier | None = None,
        **more: Any,  # noqa: ANN401 - fields of the change
    ) -> orders.RespondentChange:
        """The respondent stands at this point, as an agency may read it."""
        known = dossier or self.dossier
        row = self._standing(point, known)
        said = {"acting_role": row.acting_role, **more}
        return orders.RespondentChange(n=known.opened.n, point=point, stage=row.stage, **said)

    def _standing(self, point: Point, dossier: Dossier | None = None) -> Standing:
        known = dossier or self.dossier
        return standing(point, known.category, known.degree)

    async def _tell_case(self, point: Point, *, cleared: bool = False) -> None:
        """The case's stage is that of its least advanced respondent: it hears of every change."""
        stage = self._standing(point).stage
        if stage is self._stage and not cleared:
            return
        self._stage = stage
        opened = self.dossier.opened
        again = {"round": opened.round} if opened.carried is not None else {}
        moved = TrackMoved(n=opened.n, stage=stage, cleared=cleared or None, **again)
        await calls.tell_workflow(
            orders.WorkflowToTell(
                workflow_id=case_workflow(opened.case_id),
                signal="track_moved",
                argument=moved.model_dump(mode="json", exclude_none=True),
            )
        )

    @property
    def _about_inspectorate(self) -> bool:
        return self.dossier.opened.about_inspectorate

    @property
    def _nothing_is_proven(self) -> bool:
        return self.dossier.proof is Proof.NOT_PROVEN

    def _inspectorate(self, role: Role) -> Role:
        """The named substitute acts where the Inspektorat's own people are in it."""
        return Role.SUBSTITUTE if self._about_inspectorate else role

    def _outside(self, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        return taking_part(roles, outside=self._about_inspectorate)
