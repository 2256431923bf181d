"""A case: one fact, from the desk review to the last respondent's end."""

import asyncio
from datetime import date
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Category
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.failures import refusal
    from services.workflow.forms.cases.anytime import CriminalReferral, CriminalResult, Inaction
    from services.workflow.forms.kinds import AnytimeKind, TaskKind
    from services.workflow.rules.paper_dates import check_paper_date
    from services.workflow.rules.refusals import LawRefusal, RefusalCode
    from services.workflow.workflows import calls
    from services.workflow.workflows.below import RoutingBelow
    from services.workflow.workflows.inspecting import Inspecting
    from services.workflow.workflows.late import late_one
    from services.workflow.workflows.state import (
        Carried,
        CaseCarried,
        LateFact,
        OpenedCase,
        ToldFact,
        cause_of,
    )

_NOT_BEFORE_A_HEARING = frozenset({TaskKind.DECIDE, TaskKind.CONFIRM, TaskKind.SERVE})


@workflow.defn(name="CaseWorkflow")
class CaseWorkflow(Inspecting, RoutingBelow):
    """`case/<id>`: review, investigation, findings; one track per respondent; the close."""

    @workflow.init
    def __init__(self, case: OpenedCase) -> None:
        super().__init__(case)
        self._inspecting: asyncio.Task[bool] | None = None
        self._referred = False
        self._referred_on: date | None = None
        self._supplemented: list[ToldFact] = []
        self._slept = False
        self._allow(CriminalReferral, self._criminal_referred, guard=self._not_before_the_case)
        self._allow(CriminalResult, lambda _act, _form: None, guard=self._after_referral)
        self._allow(Inaction, self._inaction_recorded, guard=self._after_its_date)
        if case.carried is not None:
            self._resume_case(case.carried)

    @workflow.run
    async def run(self, case: OpenedCase) -> str:
        """Until every respondent is done, and every complaint was told its own part."""
        beside = [
            asyncio.create_task(self._write_facts()),
            asyncio.create_task(self._read_supplements()),
        ]
        reason = await self._work(going=case.carried is not None)
        while not await self._closed(reason):
            # Somebody joined at the last moment; the signal that names him is on its way.
            await workflow.wait_condition(lambda: bool(self._new))
            reason = await self._work(going=True)
        for task in beside:
            task.cancel()
        await self._bring_what_is_left()
        return reason or "closed"

    async def _work(self, *, going: bool) -> str | None:
        while True:
            if not going and self._below is not None:
                await self._start_tracks_below(self._below)
            elif not going and not await self._inspect(self._undone()) and not self._new:
                return "insufficient"
            going = False
            if await self._until_all_are_done():
                return None
            self._below = None

    async def _closed(self, reason: str | None) -> bool:
        await self._settle_handlers()
        await workflow.wait_condition(lambda: not self._facts and not self._supplemented)
        closing = await calls.close_case(
            orders.CaseToClose(
                scope=self.scope,
                step=self._next_step(),
                known=tuple(sorted(self._people)),
                reason_code=reason,
            )
        )
        return closing.closed

    async def _until_all_are_done(self) -> bool:
        """True when every respondent is done; False when the case was taken back."""
        while not self._all(done=True) or self._inspecting is not None:
            await self._receive_new()
            if self._route_clock is not None:
                if await self._route_missed() and await self._taken_back():
                    return False
                continue
            await workflow.wait_condition(self._something_to_do)
            if self._inspecting is not None and self._inspecting.done():
                await self._inspecting
                self._inspecting = None
            elif self._may_continue_as_new() and not self._all(done=True) and not self._new:
                await self._continue_as_new()
        if self._route_clock is not None:
            await self._end_clock(self._route_clock)
            self._route_clock = None
        return True

    def _something_to_do(self) -> bool:
        if self._inspecting is not None:
            return self._inspecting.done()
        return self._all(done=True) or bool(self._new) or self._may_continue_as_new()

    async def _receive_new(self) -> None:
        """People whom a joined complaint brought in: routed below as well, or looked into."""
        if not self._new or self._inspecting is not None:
            return
        new, self._new = sorted(self._new), []
        if self._below is None:
            self._inspecting = asyncio.create_task(self._inspect(new))
            return
        for n in new:
            await self._start_track_below(n, self._below)

    @workflow.signal
    def supplemented(self, told: ToldFact) -> None:
        """An agency sent more about a complaint of this case."""
        self._supplemented.append(told)
        self._facts.append(("supplemented", told.model_dump(mode="json", exclude_none=True)))

    @workflow.signal
    def withdrawn(self, told: ToldFact) -> None:
        """An agency took its complaint back: recorded; discipline is no complaint offence."""
        self._facts.append(("withdrawn", told.model_dump(mode="json", exclude_none=True)))

    @workflow.signal
    def evidence_attached(self, told: ToldFact) -> None:
        """Evidence joins as long as the case lives."""
        self._facts.append(("evidence_attached", told.model_dump(mode="json", exclude_none=True)))

    async def _read_supplements(self) -> None:
        """What was sent to a complaint of this case: its text again; an outage only delays it."""
        while True:
            await workflow.wait_condition(lambda: bool(self._supplemented))
            complaint_id = self._supplemented[0].complaint_id
            await calls.fetch_content(
                orders.ContentToFetch(scope=self.scope, complaint_id=complaint_id)
            )
            self._supplemented.pop(0)

    async def _bring_what_is_left(self) -> None:
        """What came while the case was closing: a row, and a person who reads it."""
        for told in self._supplemented:
            await calls.start_workflow(
                late_one(
                    LateFact(
                        complaint_id=told.complaint_id,
                        supplement=told.supplement or 0,
                        jurisdiction=self._case.jurisdiction,
                        case_id=self._case.case_id,
                        traceparent=self._case.traceparent,
                    )
                )
            )
        while self._facts:
            kind, data = self._facts.pop(0)
            await self._note(kind, cause=cause_of(kind, data["complaint_id"], data), **data)

    async def _write_facts(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._facts))
            kind, data = self._facts[0]
            await self._note(kind, cause=cause_of(kind, data["complaint_id"], data), **data)
            self._facts.pop(0)

    def _refuse_unasked(self, act: Act) -> None:
        if act.kind not in _NOT_BEFORE_A_HEARING:
            return
        state = self._people.get(act.respondent or 0)
        if state is None:
            raise refusal("respondent-not-in-case", respondent=act.respondent or "")
        asn = state.category.is_asn or state.category is Category.UNKNOWN
        code = RefusalCode.NOT_EXAMINED if asn else RefusalCode.NOT_CLARIFIED
        source = act.facts.book.cite("examined_first" if asn else "clarified_first")
        raise LawRefusal(code, source, category=state.category)

    def _not_before_the_case(self, act: Act, form: CriminalReferral) -> None:
        """The Inspektorat refers what a case of its own shows: not before there is one."""
        check_paper_date(
            form.letter_date,
            today=act.facts.today,
            not_before=self._case.opened_on,
            step="case_opened",
        )

    def _criminal_referred(self, act: Act, form: CriminalReferral) -> None:
        del act
        self._referred = True
        self._referred_on = self._referred_on or form.letter_date

    def _after_referral(self, act: Act, form: CriminalResult) -> None:
        del form
        if not self._referred:
            raise refusal("no-criminal-referral")
        check_paper_date(
            act.happened_on,
            today=act.facts.today,
            not_before=self._referred_on,
            step=AnytimeKind.CRIMINAL_REFERRAL,
        )

    def _may_continue_as_new(self) -> bool:
        return (
            workflow.info().is_continue_as_new_suggested()
            and not self._open
            and not self._facts
            and not self._supplemented
            and self._inspecting is None
        )

    async def _continue_as_new(self) -> None:
        await self._settle_handlers()
        carried = CaseCarried(
            respondents=tuple(self._people.values()),
            below=self._below,
            referred=self._referred,
            slept=self._slept,
            referred_on=self._referred_on,
        )
        workflow.continue_as_new(
            self._case.model_copy(
                update={
                    "carried": {
                        "case": carried.model_dump(mode="json"),
                        "procedure": self._carry().model_dump(mode="json"),
                    }
                }
            )
        )

    def _resume_case(self, carried: dict[str, Any]) -> None:
        mine = CaseCarried.model_validate(carried["case"])
        self._people = {state.n: state for state in mine.respondents}
        self._below = mine.below
        self._referred = mine.referred
        self._slept = mine.slept
        self._referred_on = mine.referred_on
        self._resume(Carried.model_validate(carried["procedure"]))

    def _after_its_date(self, act: Act, form: Inaction) -> None:
        """Here only who let the date of the light route pass; all else is his track's to know."""
        below = self._case.below
        if below is None or act.respondent is not None or below.post_id not in {None, form.post_id}:
            raise refusal("nothing-was-asked-of-him", by=form.by)
        if form.since <= below.due_on:
            raise refusal("not-overdue", due_on=below.due_on)
        if form.since > act.happened_on:
            raise refusal("inaction-not-yet", since=form.since)
        if self._slept:
            raise refusal("inaction-recorded", since=below.due_on)

    def _inaction_recorded(self, act: Act, form: Inaction) -> None:
        del act, form
        self._slept = True
