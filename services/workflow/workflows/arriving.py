"""What comes from outside while a complaint is at triage: its text, supplements, facts."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Role
    from services.workflow.activities import orders
    from services.workflow.workflows import calls
    from services.workflow.workflows.late import late_one
    from services.workflow.workflows.state import (
        ComplaintText,
        LateFact,
        ReceivedComplaint,
        Scope,
        ToldFact,
        case_workflow,
        cause_of,
        complaint_workflow,
    )
    from services.workflow.workflows.task import Procedure

TEXT_PATIENCE = timedelta(seconds=20)
"""How long triage is held back for the text; after that it is asked without it."""


class Arriving(Procedure):
    """Nothing that an agency sends is lost, wherever the complaint goes meanwhile."""

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
        self._taking_in = False
        """Whether the text still comes together with the first task."""
        self._asked_inside = False
        """Whether triage is asked of the substitute, as it is about the Inspektorat."""
        self._withdrawn = False
        self._facts: list[tuple[str, ToldFact]] = []
        self._case_id: UUID | None = None
        self._last = (complaint.received_on, "received")

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
        await workflow.wait_condition(lambda: not self._taking_in)
        while True:
            if self._text is None or self._supplements > self._fetched:
                wanted = self._supplements
                self._text = await calls.fetch_content(self._content)
                self._fetched = wanted
            await workflow.wait_condition(lambda: self._supplements > self._fetched)

    async def _take_in(self, task: orders.TaskToOpen) -> orders.OpenedTask:
        """The first task, and the text with it: one step, as every complaint takes it."""
        wanted = self._supplements
        taken = await calls.take_in(orders.ComplaintToTakeIn(content=self._content, task=task))
        self._text, self._fetched, self._taking_in = taken.text, wanted, False
        # An attempt that had no text yet may have asked the Inspektorat: then it is asked anew.
        self._asked_inside = taken.opened.role is Role.SUBSTITUTE
        if taken.text is None:
            await self._note("text_awaited")
        return taken.opened

    async def _write_facts(self) -> None:
        """What came from outside, as rows of the timeline."""
        while True:
            await workflow.wait_condition(lambda: bool(self._facts))
            signal, told = self._facts.pop(0)
            said = told.model_dump(mode="json", exclude_none=True, exclude={"complaint_id"})
            await self._note(signal, cause=cause_of(signal, told.complaint_id, said), **said)

    async def _has_text_of(self, supplement: int) -> None:
        """Waits for the supplement's text as long as for the first one."""
        await self._comes_in_time(lambda: self._fetched >= supplement)

    async def _comes_in_time(self, here: Callable[[], bool]) -> None:
        """Waits for a text; after the patience a row says that it is awaited."""
        try:
            await workflow.wait_condition(here, timeout=TEXT_PATIENCE)
        except TimeoutError:
            await self._note("text_awaited")

    async def _bring_what_is_left(self) -> None:
        """What came while it was ending goes to its case; where there is none, to a person."""
        if self._fetched < self._supplements:
            await self._bring_the_supplement()
        while self._facts and self._case_id is not None:
            signal, told = self._facts.pop(0)
            await self._tell_case(self._case_id, signal, told.model_dump(mode="json"))

    async def _bring_the_supplement(self) -> None:
        complaint_id, number = self._complaint.complaint_id, self._supplements
        self._fetched = number
        if self._case_id is not None:
            told = ToldFact(complaint_id=complaint_id, supplement=number)
            await self._tell_case(self._case_id, "supplemented", told.model_dump(mode="json"))
            return
        await calls.start_workflow(
            late_one(
                LateFact(
                    complaint_id=complaint_id,
                    supplement=number,
                    jurisdiction=self._complaint.jurisdiction,
                    traceparent=self._complaint.traceparent,
                )
            )
        )

    async def _tell_case(self, case_id: UUID, signal: str, argument: dict[str, object]) -> None:
        await calls.tell_workflow(
            orders.WorkflowToTell(
                workflow_id=case_workflow(case_id), signal=signal, argument=argument
            )
        )

    @property
    def _content(self) -> orders.ContentToFetch:
        return orders.ContentToFetch(scope=self.scope, complaint_id=self._complaint.complaint_id)

    @property
    def _about_inspectorate(self) -> bool:
        return self._text is not None and self._text.about_inspectorate

    def _supplemented_on(self) -> date:
        """The day of the last supplement; triage's time runs again from it."""
        on = self._text.supplemented_on if self._text else None
        return on or (self._last[0] if self._last else self._complaint.received_on)
