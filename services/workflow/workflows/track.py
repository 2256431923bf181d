"""A track: one respondent, from who he is to what became of him."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Category, Degree, Outcome, Role
    from services.workflow.activities import orders
    from services.workflow.forms.cases.anytime import Inaction
    from services.workflow.forms.cases.clearance import Clearance
    from services.workflow.guards.dossier import Idle
    from services.workflow.guards.inaction import check_inaction
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.contract import Contract
    from services.workflow.workflows.discipline import Discipline
    from services.workflow.workflows.ethics import Ethics
    from services.workflow.workflows.matter import TakenBack
    from services.workflow.workflows.state import OpenedTrack, TrackClosed, case_workflow
    from services.workflow.workflows.village import Village


@workflow.defn(name="TrackWorkflow")
class TrackWorkflow(Discipline, Ethics, Village, Contract):
    """`track/<case_id>/<n>`."""

    @workflow.init
    def __init__(self, opened: OpenedTrack) -> None:
        super().__init__(opened)
        # The criminal side is the case's; here only who slept, beside the track.
        self._slept: list[Idle] = []
        self._allow(
            Inaction,
            self._inaction_recorded,
            guard=lambda a, f: check_inaction(self.dossier, a, f, self._slept),
        )

    @workflow.run
    async def run(self, opened: OpenedTrack) -> TrackClosed:
        """Until the respondent is sanctioned or cleared, or the matter is taken back."""
        try:
            closed = await self._story(opened)
        except TakenBack:
            closed = TrackClosed(n=opened.n, round=opened.round, taken_back=True)
        # A respondent who died, retired or was transferred ends his track here too: later work.
        await self._settle_handlers()
        await calls.tell_workflow(
            orders.WorkflowToTell(
                workflow_id=case_workflow(opened.case_id),
                signal="track_closed",
                argument=closed.model_dump(mode="json"),
            )
        )
        return closed

    async def _story(self, opened: OpenedTrack) -> TrackClosed:
        if opened.carried is not None:
            await self._filed_late()
            return await self._close(opened)
        if self._nothing_is_proven:
            return await self._clear(opened)
        await self._confirm_profile()
        await self._hear()
        if self._nothing_is_proven:
            return await self._clear(opened)
        await self._carry_out_a_decision()
        if self._nothing_is_proven:
            return await self._clear(opened)
        return await self._close(opened)

    async def _carry_out_a_decision(self) -> None:
        if self.dossier.category.is_village:
            return await self._village()
        await self._decide()
        if self._nothing_is_proven:
            return None
        if self.dossier.category is Category.CONTRACT:
            return await self._contract()
        if self.dossier.degree is Degree.ETHICS:
            return await self._declare()
        return await self._discipline()

    async def _clear(self, opened: OpenedTrack) -> TrackClosed:
        """A letter tells him that nothing was proven; without it nothing is closed."""
        await self._tell_case(Point.CLEAR, cleared=workflow.patched("cleared-is-decided"))
        cleared = self._at(Point.CLOSED, outcome=Outcome.NOT_PROVEN)
        await self._paper(
            Clearance,
            lambda dossier, _act, _answer: dossier,
            change=lambda _dossier: cleared,
            role=self._inspectorate(Role.INSPECTOR),
            also=self._outside(Clearance.roles),
            deadline="CLEARANCE",
        )
        return TrackClosed(n=opened.n, round=opened.round, outcome=Outcome.NOT_PROVEN)

    async def _close(self, opened: OpenedTrack) -> TrackClosed:
        """Sanctioned, and nothing is open any more."""
        sanction = self._imposed(self.dossier)
        degree = self.dossier.degree
        change = self._at(
            Point.CLOSED, outcome=Outcome.SANCTIONED, degree=degree, sanction=sanction
        )
        await self._move(change, note="track_closed")
        return TrackClosed(
            n=opened.n,
            round=opened.round,
            outcome=Outcome.SANCTIONED,
            degree=degree,
            sanction=sanction,
        )

    @workflow.signal
    def taken_back(self) -> None:
        """The case takes the matter back from whoever it was routed to: before a decision only."""
        if self.dossier.decision is not None:
            return
        if self._nothing_is_proven and workflow.patched("cleared-stays-below"):
            return
        self._taken_back = True

    def _inaction_recorded(self, act: object, answer: object) -> None:
        """Recorded beside the track: it changes nothing in it, and is not recorded again."""
        del act, answer
        if self.dossier.duty is not None:
            self._slept.append(self.dossier.duty)
