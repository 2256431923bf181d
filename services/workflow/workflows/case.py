"""A case: one fact, from the desk review to the last respondent's end."""

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Category, Outcome, Role, Stage
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.failures import refusal
    from services.workflow.forms.cases.anytime import (
        CriminalReferral,
        CriminalResult,
        ExtendInvestigation,
        Inaction,
    )
    from services.workflow.forms.cases.clearance import Clearance
    from services.workflow.forms.cases.findings import Finding
    from services.workflow.forms.cases.investigate import Investigate
    from services.workflow.forms.cases.review import Review, ReviewChoice
    from services.workflow.forms.cases.take_back import TakeBack, TakeBackChoice
    from services.workflow.forms.cases.team import Team
    from services.workflow.forms.kinds import TaskKind
    from services.workflow.guards import investigation as guards
    from services.workflow.rules.refusals import LawRefusal, RefusalCode
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import (
        Carried,
        CaseCarried,
        JoinedComplaint,
        OpenedCase,
        OpenedTrack,
        RespondentState,
        RoutedBelow,
        Scope,
        ToldFact,
        TrackClosed,
        TrackMoved,
        case_workflow,
        track_workflow,
    )
    from services.workflow.workflows.task import Procedure

_NOT_BEFORE_A_HEARING = frozenset({TaskKind.DECIDE, TaskKind.CONFIRM, TaskKind.SERVE})


@workflow.defn(name="CaseWorkflow")
class CaseWorkflow(Procedure):
    """`case/<id>`: review, investigation, findings; one track per respondent; the close."""

    @workflow.init
    def __init__(self, case: OpenedCase) -> None:
        super().__init__(
            Scope(
                workflow_id=case_workflow(case.case_id),
                jurisdiction=case.jurisdiction,
                case_id=case.case_id,
                traceparent=case.traceparent,
            )
        )
        self._case = case
        self._people = {
            named.respondent: RespondentState(n=named.respondent, category=named.category)
            for named in case.respondents
        }
        self._below = case.below
        self._route_clock: orders.RunningClock | None = None
        self._new: list[int] = []
        self._inspecting: asyncio.Task[bool] | None = None
        self._facts: list[tuple[str, dict[str, Any]]] = []
        self._team: tuple[str, ...] = ()
        self._extended = False
        self._referred = False
        self._last = (case.opened_on, "opened")
        self._allow(CriminalReferral, self._criminal_referred)
        self._allow(CriminalResult, lambda _act, _form: None, guard=self._after_referral)
        self._allow(Inaction, lambda _act, _form: None, guard=_after_its_date)
        if case.carried is not None:
            self._resume_case(case.carried)

    @workflow.run
    async def run(self, case: OpenedCase) -> str:
        """Until every respondent is done, and every complaint was told its own part."""
        writing = asyncio.create_task(self._write_facts())
        reason = await self._work(case)
        await self._settle_handlers()
        await workflow.wait_condition(lambda: not self._facts)
        await calls.close_case(
            orders.CaseToClose(
                scope=self.scope,
                step=self._next_step(),
                closed_on=self._last[0] if self._last else case.opened_on,
                reason_code=reason,
            )
        )
        writing.cancel()
        return reason or "closed"

    async def _work(self, case: OpenedCase) -> str | None:
        going = case.carried is not None
        while True:
            if not going and self._below is not None:
                await self._start_tracks_below(self._below)
            elif not going and not await self._inspect(self._undone()):
                return "insufficient"
            going = False
            if await self._until_all_are_done():
                return None
            self._below = None

    async def _inspect(self, about: list[int]) -> bool:
        """Review, and investigate if need be; False if the papers were not enough."""
        review = await self._ask(
            Review,
            role=self._inside(),
            context={"recommended": self._case.recommended, "respondents": about},
            guard=lambda act, form: guards.check_review(
                act,
                form,
                recommended=self._case.recommended,
                categories=self._categories(about),
                election_id=self._case.election_id,
            ),
        )
        if review.form.choice is ReviewChoice.INSUFFICIENT:
            ended = sorted(self._categories(about))
            self._new = [n for n in self._new if n not in ended]
            for n in ended:
                await self._end(n, Outcome.NOT_PROVEN, "insufficient")
            return False
        if review.form.choice is ReviewChoice.OPEN_TRACKS:
            await self._act_on(review.act, review.form.findings, review.happened_on, about)
            return True
        await self._investigate(about)
        return True

    async def _investigate(self, about: list[int]) -> None:
        """A team with its letter, evidence that joins late, and the report of what was found."""
        team = await self._ask(Team, role=self._inside(), guard=guards.check_team)
        self._team = (team.form.lead_id, *team.form.member_ids)
        self._extended = False
        self._allow(
            ExtendInvestigation,
            self._more_time,
            guard=lambda act, form: guards.check_extension(act, form, extended=self._extended),
        )
        report = await self._ask(
            Investigate,
            role=self._inside(),
            anchor=team.form.letter_date,
            context={"respondents": about, "team": list(self._team)},
            guard=lambda act, form: guards.check_report(
                act,
                form,
                team=self._team,
                categories=self._categories(about),
                election_id=self._case.election_id,
            ),
        )
        self._forbid(ExtendInvestigation)
        await self._act_on(
            report.act,
            report.form.findings,
            report.form.lhp_date,
            about,
            authors=report.form.author_ids,
        )

    async def _more_time(self, act: Act, form: ExtendInvestigation) -> None:
        self._extended = True
        del act
        task = next((t for t in self._open.values() if t.form is Investigate), None)
        if task is None or task.clock_id is None:
            return
        await calls.extend_clock(
            orders.ClockToExtend(
                scope=self.scope,
                step=self._next_step(),
                clock_id=task.clock_id,
                working_days=form.working_days,
            )
        )
        self.rearm()

    async def _act_on(
        self,
        act: Act,
        findings: Iterable[Finding],
        found_on: date,
        about: list[int],
        *,
        authors: tuple[str, ...] = (),
    ) -> None:
        """Proven: a track. Not proven: cleared by letter, and told."""
        categories = self._categories(about)
        self._new = [n for n in self._new if n not in categories]
        judged = await calls.judge_findings(
            orders.FindingsToJudge(
                facts=act.facts,
                findings=tuple(findings),
                categories=categories,
                election_id=self._case.election_id,
                found_on=found_on,
            )
        )
        for found in judged.proven:
            state = self._people[found.finding.respondent]
            await self._start_track(
                OpenedTrack(
                    case_id=self._case.case_id,
                    case_number=self._case.case_number,
                    jurisdiction=self._case.jurisdiction,
                    n=state.n,
                    round=state.round,
                    category=found.category,
                    opened_on=found_on,
                    election_id=found.finding.election_id or self._case.election_id,
                    judged=found,
                    author_ids=authors,
                    team_ids=self._team,
                    about_inspectorate=self._case.about_inspectorate,
                    traceparent=self._case.traceparent,
                )
            )
        await asyncio.gather(*(self._clear(n, found_on) for n in judged.not_proven))

    async def _clear(self, n: int, found_on: date) -> None:
        """Nothing was proven against him: he gets his letter, and the agencies are told."""
        await self._ask(Clearance, role=self._inside(), respondent=n, anchor=found_on)
        await self._end(n, Outcome.NOT_PROVEN, "not_proven")

    async def _start_tracks_below(self, below: RoutedBelow) -> None:
        for n in sorted(self._people):
            if not self._people[n].done:
                await self._start_track_below(n, below)
        self._route_clock = await self._start_clock(
            "LIGHT_ROUTE", self._case.opened_on, due_on=below.due_on
        )

    async def _start_track_below(self, n: int, below: RoutedBelow) -> None:
        state = self._people[n]
        await self._start_track(
            OpenedTrack(
                case_id=self._case.case_id,
                case_number=self._case.case_number,
                jurisdiction=self._case.jurisdiction,
                n=n,
                round=state.round,
                category=state.category,
                opened_on=self._case.opened_on,
                election_id=self._case.election_id,
                below=below,
                about_inspectorate=self._case.about_inspectorate,
                traceparent=self._case.traceparent,
            )
        )

    async def _start_track(self, track: OpenedTrack) -> None:
        self._set(track.n, track=True, decided=False, category=track.category)
        await calls.start_track(
            orders.TrackToStart(scope=self.scope, step=self._next_step(), track=track)
        )

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

    async def _route_missed(self) -> bool:
        """True once the date set below has passed without a decision for everybody."""
        clock = cast("orders.RunningClock", self._route_clock)
        if await self._lapses(clock, lambda: self._all(decided=True) or bool(self._new)):
            await self._end_clock(clock, orders.ClockState.LAPSED)
            self._route_clock = None
            return True
        if not self._new:
            await self._end_clock(clock)
            self._route_clock = None
        return False

    async def _taken_back(self) -> bool:
        """A person decides what a missed date means: take the case back, or more time."""
        answer = await self._ask_unless(
            lambda: self._all(decided=True),
            TakeBack,
            role=self._inside(),
            guard=_later,
            withdrawn_because="decided_below",
        )
        if answer is None:
            return False
        if answer.form.choice is TakeBackChoice.EXTEND:
            self._route_clock = await self._start_clock(
                "LIGHT_ROUTE", answer.happened_on, due_on=answer.form.due_on
            )
            return False
        # Who has been decided about below is not taken back: his track goes on to its end.
        undecided = [s.n for s in self._people.values() if s.track and not s.decided]
        for n in undecided:
            await calls.tell_workflow(
                orders.WorkflowToTell(
                    workflow_id=track_workflow(self._case.case_id, n, self._people[n].round),
                    signal="taken_back",
                )
            )
        await workflow.wait_condition(
            lambda: all(
                state.decided or not state.track for state in (self._people[n] for n in undecided)
            )
        )
        await calls.change_case(
            orders.CaseToChange(
                scope=self.scope,
                step=self._next_step(),
                change=orders.CaseChange(point=Point.REVIEW),
            )
        )
        return True

    async def _end(self, n: int, outcome: Outcome, reason_code: str) -> None:
        """The respondent's matter ends without a track."""
        self._set(n, done=True)
        await self._move(
            orders.RespondentChange(
                n=n, point=Point.CLOSED, outcome=outcome, reason_code=reason_code
            )
        )

    @workflow.signal
    def joined(self, complaint: JoinedComplaint) -> None:
        """A further complaint about the same fact."""
        for named in complaint.new_respondents:
            if named.respondent not in self._people:
                self._people[named.respondent] = RespondentState(
                    n=named.respondent, category=named.category
                )
                self._new.append(named.respondent)
        self._facts.append(("complaint_joined", {"complaint_id": str(complaint.complaint_id)}))

    @workflow.signal
    def supplemented(self, told: ToldFact) -> None:
        """An agency sent more about a complaint of this case."""
        self._facts.append(("supplemented", told.model_dump(mode="json", exclude_none=True)))

    @workflow.signal
    def withdrawn(self, told: ToldFact) -> None:
        """An agency took its complaint back: recorded; discipline is no complaint offence."""
        self._facts.append(("withdrawn", told.model_dump(mode="json", exclude_none=True)))

    @workflow.signal
    def evidence_attached(self, told: ToldFact) -> None:
        """Evidence joins as long as the case lives."""
        self._facts.append(("evidence_attached", told.model_dump(mode="json", exclude_none=True)))

    @workflow.signal
    def track_moved(self, moved: TrackMoved) -> None:
        """A respondent's stage changed."""
        if moved.n in self._people and moved.stage in _DECIDED:
            self._set(moved.n, decided=True)

    @workflow.signal
    def track_closed(self, closed: TrackClosed) -> None:
        """A respondent's track ended, with an outcome or by being taken back."""
        state = self._people.get(closed.n)
        if state is None or state.round != closed.round:
            return
        if closed.taken_back:
            self._set(closed.n, track=False, decided=False, round=state.round + 1)
        else:
            self._set(closed.n, done=True, decided=True)

    async def _write_facts(self) -> None:
        while True:
            await workflow.wait_condition(lambda: bool(self._facts))
            kind, data = self._facts[0]
            await self._note(kind, **data)
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

    def _criminal_referred(self, act: Act, form: CriminalReferral) -> None:
        del act, form
        self._referred = True

    def _after_referral(self, act: Act, form: CriminalResult) -> None:
        del act, form
        if not self._referred:
            raise refusal("no-criminal-referral")

    def _inside(self) -> Role | None:
        """Nobody of the Inspektorat works on a matter of its own people."""
        return Role.SUBSTITUTE if self._case.about_inspectorate else None

    def _categories(self, about: Iterable[int]) -> dict[int, Category]:
        wanted = {*about, *(n for n in self._new if n not in about and self._below is None)}
        return {n: self._people[n].category for n in sorted(wanted)}

    def _undone(self) -> list[int]:
        return sorted(n for n, s in self._people.items() if not s.done and not s.track)

    def _set(self, n: int, **changed: Any) -> None:  # noqa: ANN401 -- fields of RespondentState
        self._people[n] = self._people[n].model_copy(update=changed)

    def _all(self, *, done: bool = False, decided: bool = False) -> bool:
        return all(
            state.done or (decided and not done and state.decided)
            for state in self._people.values()
        )

    def _may_continue_as_new(self) -> bool:
        return (
            workflow.info().is_continue_as_new_suggested()
            and not self._open
            and not self._facts
            and self._inspecting is None
        )

    async def _continue_as_new(self) -> None:
        await self._settle_handlers()
        carried = CaseCarried(
            respondents=tuple(self._people.values()), below=self._below, referred=self._referred
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
        self._resume(Carried.model_validate(carried["procedure"]))


def _later(act: Act, form: TakeBack) -> None:
    if form.due_on is not None and form.due_on <= act.happened_on:
        raise refusal("due-date-passed", due_on=form.due_on, happened_on=act.happened_on)


def _after_its_date(act: Act, form: Inaction) -> None:
    if form.since >= act.happened_on:
        raise refusal("inaction-not-yet", since=form.since)


_DECIDED = frozenset({Stage.DECIDED, Stage.IN_EFFECT, Stage.UNDER_REMEDY, Stage.CLOSED})
