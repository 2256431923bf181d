"""A complaint, from its receipt until it is a case, part of one, or settled with a reason."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Outcome, Role
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.forms.complaints.completion_lapsed import CompletionLapsed, Lapsed
    from services.workflow.forms.complaints.triage import Triage, TriageChoice
    from services.workflow.guards.triage import check_triage
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import (
        ComplaintText,
        JoinedComplaint,
        OpenedCase,
        ReceivedComplaint,
        RoutedBelow,
        Scope,
        ToldFact,
        case_workflow,
        complaint_workflow,
    )
    from services.workflow.workflows.task import Answer, Procedure

TEXT_PATIENCE = timedelta(seconds=20)
"""How long triage is held back for the text; after that it is asked without it."""
_CASE_IDS = UUID("6f2e1f6a-6e0c-5b43-9d0c-3c6a5d0a4b11")


@workflow.defn(name="ComplaintWorkflow")
class ComplaintWorkflow(Procedure):
    """`complaint/<id>`: triage by a person, and what that person chose."""

    @workflow.init
    def __init__(self, complaint: ReceivedComplaint) -> None:
        super().__init__(
            Scope(
                workflow_id=complaint_workflow(complaint.complaint_id),
                jurisdiction=complaint.jurisdiction,
                complaint_id=complaint.complaint_id,
                traceparent=complaint.traceparent,
            )
        )
        self._complaint = complaint
        self._text: ComplaintText | None = None
        self._supplements = 0
        self._fetched = 0
        self._withdrawn = False
        self._facts: list[tuple[str, ToldFact]] = []
        self._last = (complaint.received_on, "received")

    @workflow.run
    async def run(self, complaint: ReceivedComplaint) -> str:
        """Until the complaint is in a case or settled; returns how it ended."""
        watching = [
            asyncio.create_task(self._keep_text_fresh()),
            asyncio.create_task(self._write_facts()),
        ]
        ended = await self._until_it_ends(complaint)
        await self._settle_handlers()
        for task in watching:
            task.cancel()
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
                        return await self._settle(
                            Outcome.INCOMPLETE, "incomplete", lapsed.happened_on
                        )
                    return await self._open_case(lapsed.happened_on, as_finding=True)
                case TriageChoice.ACCEPT:
                    return await self._open_case(triage.happened_on)
                case TriageChoice.ROUTE_BELOW:
                    return await self._open_case(triage.happened_on, below=_routed(triage.form))
                case TriageChoice.REFER_OUT:
                    return await self._settle(
                        Outcome.REFERRED_OUT, "referred_out", triage.happened_on
                    )
                case TriageChoice.REFUSE:
                    reason = str(triage.form.reason_code)
                    return await self._settle(Outcome.REFUSED, reason, triage.happened_on)
                case TriageChoice.JOIN:
                    if await self._join(triage):
                        return "joined"
                    anchor = triage.happened_on

    async def _triage(self, anchor: date) -> Answer[Triage]:
        """Asks triage; of the substitute, once the text says it is about the Inspektorat."""
        try:
            await workflow.wait_condition(lambda: self._text is not None, timeout=TEXT_PATIENCE)
        except TimeoutError:
            await self._note("text_awaited")
        while True:
            inside = self._about_inspectorate
            answer = await self._ask_unless(
                lambda inside=inside: self._about_inspectorate != inside,  # type: ignore[misc]
                Triage,
                role=Role.SUBSTITUTE if inside else None,
                anchor=anchor,
                context={
                    "withdrawn": self._withdrawn,
                    "text_here": self._text is not None,
                    "supplements": self._supplements,
                },
                guard=self._lawful,
                withdrawn_because="goes_to_substitute",
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
        await self._hand_over(opened)
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
        return True

    async def _settle(self, outcome: Outcome, reason_code: str, on: date) -> str:
        """The complaint ends here; its agency is told why."""
        await calls.settle_complaint(
            orders.ComplaintToSettle(
                scope=self.scope,
                step=self._next_step(),
                complaint_id=self._complaint.complaint_id,
                outcome=outcome,
                reason_code=reason_code,
                settled_on=on,
            )
        )
        return outcome.value

    async def _hand_over(self, opened: OpenedCase) -> None:
        """Facts that came while the case was being opened go to the case."""
        if self._fetched < self._supplements:
            told = ToldFact(complaint_id=self._complaint.complaint_id, supplement=self._supplements)
            self._facts.append(("supplemented", told))
        while self._facts:
            signal, told = self._facts.pop(0)
            await self._tell_case(opened.case_id, signal, told.model_dump(mode="json"))

    async def _tell_case(self, case_id: UUID, signal: str, argument: dict[str, object]) -> None:
        await calls.tell_workflow(
            orders.WorkflowToTell(
                workflow_id=case_workflow(case_id), signal=signal, argument=argument
            )
        )

    @workflow.signal
    def supplemented(self, told: ToldFact) -> None:
        """The agency sent more."""
        self._supplements = max(self._supplements, told.supplement or 0)
        self._facts.append(("supplemented", told))

    @workflow.signal
    def withdrawn(self, told: ToldFact) -> None:
        """The agency took it back: told to triage, and it closes nothing."""
        if not self._withdrawn:
            self._withdrawn = True
            self._facts.append(("withdrawn", told))

    @workflow.signal
    def evidence_attached(self, told: ToldFact) -> None:
        """An item that the complaint names is sealed."""
        self._facts.append(("evidence_attached", told))

    async def _keep_text_fresh(self) -> None:
        """The text from intake, again after each supplement; an outage only delays it."""
        while True:
            wanted = self._supplements
            self._text = await calls.fetch_content(
                orders.ContentToFetch(scope=self.scope, complaint_id=self._complaint.complaint_id)
            )
            self._fetched = wanted
            await workflow.wait_condition(lambda: self._supplements > self._fetched)

    async def _write_facts(self) -> None:
        """What came from outside, as rows of the timeline."""
        while True:
            await workflow.wait_condition(lambda: bool(self._facts))
            signal, told = self._facts.pop(0)
            await self._note(
                signal, **told.model_dump(mode="json", exclude_none=True, exclude={"complaint_id"})
            )

    async def _has_text_of(self, supplement: int) -> None:
        """Waits for the supplement's text as long as for the first one."""
        try:
            await workflow.wait_condition(
                lambda: self._fetched >= supplement, timeout=TEXT_PATIENCE
            )
        except TimeoutError:
            await self._note("text_awaited")

    @property
    def _about_inspectorate(self) -> bool:
        return self._text is not None and self._text.about_inspectorate

    def _lawful(self, act: Act, form: Triage) -> None:
        check_triage(act, form, self._text)

    def _supplemented_on(self) -> date:
        """The day of the last supplement; triage's time runs again from it."""
        on = self._text.supplemented_on if self._text else None
        return on or (self._last[0] if self._last else self._complaint.received_on)


def _routed(form: Triage) -> RoutedBelow:
    if form.due_on is None:
        raise AssertionError("the form requires a date for route_below")
    return RoutedBelow(
        to=form.below, due_on=form.due_on, office_id=form.office_id, post_id=form.post_id
    )
