"""A complaint, from its receipt until it is a case, part of one, or settled with a reason."""

import asyncio
from datetime import date
from uuid import UUID, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Outcome, Role
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.failures import lawful_refusal
    from services.workflow.forms.complaints.completion_lapsed import CompletionLapsed, Lapsed
    from services.workflow.forms.complaints.triage import Triage, TriageChoice
    from services.workflow.guards.triage import check_triage
    from services.workflow.rules.refusals import LawRefusal
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.arriving import Arriving
    from services.workflow.workflows.asked import filled
    from services.workflow.workflows.state import (
        JoinedComplaint,
        ReceivedComplaint,
        RoutedBelow,
        case_workflow,
    )
    from services.workflow.workflows.task import Answer, Effect

_CASE_IDS = UUID("6f2e1f6a-6e0c-5b43-9d0c-3c6a5d0a4b11")
_REFERRED_OUT = orders.Settled(outcome=Outcome.REFERRED_OUT, reason_code="referred_out")
_INCOMPLETE = orders.Settled(outcome=Outcome.INCOMPLETE, reason_code="incomplete")


@workflow.defn(name="ComplaintWorkflow")
class ComplaintWorkflow(Arriving):
    """`complaint/<id>`: triage by a person, and what that person chose."""

    @workflow.init
    def __init__(self, complaint: ReceivedComplaint) -> None:
        super().__init__(complaint)

    @workflow.run
    async def run(self, complaint: ReceivedComplaint) -> str:
        """Until the complaint is in a case or settled; returns how it ended."""
        self._taking_in = complaint.by_one_step
        watching = [
            asyncio.create_task(self._keep_text_fresh()),
            asyncio.create_task(self._write_facts()),
        ]
        ended = await self._until_it_ends(complaint)
        await self._settle_handlers()
        for task in watching:
            task.cancel()
        await self._bring_what_is_left()
        return ended

    async def _until_it_ends(self, complaint: ReceivedComplaint) -> str:  # noqa: C901, PLR0911 -- six ways
        anchor = complaint.received_on
        while True:
            triage = await self._triage(anchor)
            match triage.form.choice:
                case TriageChoice.ASK_COMPLETION:
                    lapsed = await self._completed(triage)
                    if lapsed is None:
                        anchor = self._supplemented_on()
                        continue
                    if lapsed.form.choice is Lapsed.ARCHIVE:
                        return await self._settle(_INCOMPLETE, lapsed.happened_on)
                    return await self._open_case(lapsed.happened_on, as_finding=True)
                case TriageChoice.ACCEPT:
                    return await self._open_case(triage.happened_on)
                case TriageChoice.ROUTE_BELOW:
                    return await self._open_case(triage.happened_on, below=_routed(triage.form))
                case TriageChoice.REFER_OUT:
                    return await self._settle(_REFERRED_OUT, triage.happened_on)
                case TriageChoice.REFUSE:
                    return await self._settle(_refused(triage.form), triage.happened_on)
                case TriageChoice.JOIN:
                    if await self._join(triage):
                        return "joined"
                    anchor = triage.happened_on

    async def _triage(self, anchor: date) -> Answer[Triage]:
        """Asks triage; of the substitute, once the text says it is about the Inspektorat."""
        if not self._taking_in:
            await self._comes_in_time(lambda: self._text is not None)
        while True:
            self._asked_inside = self._about_inspectorate
            answer = await self._ask_unless(
                lambda: self._about_inspectorate != self._asked_inside,
                Triage,
                role=Role.SUBSTITUTE if self._asked_inside else None,
                anchor=anchor,
                context={
                    "withdrawn": self._withdrawn,
                    "text_here": self._text is not None,
                    "supplements": self._supplements,
                },
                guard=self._lawful,
                effect=_triaged,
                withdrawn_because="goes_to_substitute",
                opening=self._take_in if self._taking_in else calls.open_task,
            )
            if answer is not None:
                return answer

    async def _completed(self, triage: Answer[Triage]) -> Answer[CompletionLapsed] | None:
        """None when the agency sent a supplement; else what a person said after the lapse."""
        before = self._supplements
        clock = await self._start_clock("INTAKE_COMPLETE", triage.happened_on)
        await calls.move_complaint(
            orders.ComplaintToMove(
                scope=self.scope,
                step=self._next_step(),
                complaint_id=self._complaint.complaint_id,
                point=Point.COMPLETION,
                expected_on=clock.due_on,
            )
        )
        if not await self._lapses(clock, lambda: self._supplements > before):
            await self._end_clock(clock)
            await self._has_text_of(self._supplements)
            return None
        await self._end_clock(clock, orders.ClockState.LAPSED)
        answer = await self._ask_unless(
            lambda: self._supplements > before,
            CompletionLapsed,
            role=Role.SUBSTITUTE if self._about_inspectorate else None,
            anchor=clock.due_on,
            effect=_lapsed,
            withdrawn_because="completed",
        )
        if answer is None:
            await self._has_text_of(self._supplements)
        return answer

    async def _open_case(
        self, on: date, *, below: RoutedBelow | None = None, as_finding: bool = False
    ) -> str:
        """The complaint becomes a case, whose own workflow goes on."""
        await workflow.wait_condition(lambda: self._text is not None)
        opened = await calls.open_case(
            orders.CaseToOpen(
                scope=self.scope,
                step=self._next_step(),
                complaint_id=self._complaint.complaint_id,
                case_id=uuid5(_CASE_IDS, str(self._complaint.complaint_id)),
                opened_on=on,
                below=below,
                as_finding=as_finding,
            )
        )
        await calls.start_workflow(
            orders.WorkflowToStart(
                workflow_id=case_workflow(opened.case_id),
                workflow="CaseWorkflow",
                argument=opened.model_dump(mode="json"),
            )
        )
        self._case_id = opened.case_id
        await self._bring_what_is_left()
        return "opened"

    async def _join(self, triage: Answer[Triage]) -> bool:
        """False if the case closed meanwhile and this is about somebody else: triage again."""
        case_id = UUID(str(triage.form.case_id))
        await workflow.wait_condition(lambda: self._text is not None)
        joined = await calls.join_case(
            orders.ComplaintToJoin(
                scope=self.scope,
                step=self._next_step(),
                complaint_id=self._complaint.complaint_id,
                case_id=case_id,
                joined_on=triage.happened_on,
                matches=triage.form.matches,
            )
        )
        if joined.refused:
            return False
        if not joined.closed:
            told = JoinedComplaint(
                complaint_id=self._complaint.complaint_id,
                new_respondents=joined.new_respondents,
            )
            await self._tell_case(case_id, "joined", told.model_dump(mode="json"))
            self._case_id = case_id
        return True

    async def _settle(self, settled: orders.Settled, on: date) -> str:
        """The complaint ends here, as the act that chose it has told its agency."""
        await calls.settle_complaint(
            orders.ComplaintToSettle(
                scope=self.scope,
                step=self._next_step(),
                complaint_id=self._complaint.complaint_id,
                outcome=settled.outcome,
                reason_code=settled.reason_code,
                settled_on=on,
            )
        )
        return settled.outcome.value

    def _lawful(self, act: Act, form: Triage) -> None:
        if not self._may_have_text_soon(act):
            check_triage(act, form, self._text)

    async def _its_turn(self, act: Act) -> None:
        """Who is as quick as the step that asked him is judged when the text has come with it."""
        if not self._may_have_text_soon(act):
            return
        await workflow.wait_condition(lambda: not self._taking_in)
        try:
            check_triage(act, filled(Triage, act), self._text)
        except LawRefusal as law:
            raise lawful_refusal(law) from None

    def _may_have_text_soon(self, act: Act) -> bool:
        return self._taking_in and act.facts.complaint_text_here


def _triaged(_act: Act, form: Triage) -> Effect:
    """What ends by triage reads so as soon as the act is recorded."""
    match form.choice:
        case TriageChoice.REFER_OUT:
            return Effect(settled=_REFERRED_OUT)
        case TriageChoice.REFUSE:
            return Effect(settled=_refused(form))
        case _:
            return Effect()


def _lapsed(_act: Act, form: CompletionLapsed) -> Effect:
    return Effect(settled=_INCOMPLETE if form.choice is Lapsed.ARCHIVE else None)


def _refused(form: Triage) -> orders.Settled:
    return orders.Settled(outcome=Outcome.REFUSED, reason_code=str(form.reason_code))


def _routed(form: Triage) -> RoutedBelow:
    if form.due_on is None:
        raise AssertionError("the form requires a date for route_below")
    return RoutedBelow(
        to=form.below, due_on=form.due_on, office_id=form.office_id, post_id=form.post_id
    )
