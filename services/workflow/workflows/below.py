"""A small matter given below with a date: tracks at once, and a person asked when it is missed."""

from datetime import date
from typing import cast

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.failures import refusal
    from services.workflow.forms.cases.take_back import TakeBack, TakeBackChoice
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.respondents import Respondents
    from services.workflow.workflows.state import (
        OpenedCase,
        OpenedTrack,
        RoutedBelow,
        track_workflow,
    )


class RoutingBelow(Respondents):
    """Superior, OPD head or camat settle it; the Inspektorat may take it back."""

    def __init__(self, case: OpenedCase) -> None:
        super().__init__(case)
        self._route_clock: orders.RunningClock | None = None
        self._missed_on: date | None = None

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

    async def _route_missed(self) -> bool:
        """True once the date set below has passed without a decision for everybody."""
        clock = cast("orders.RunningClock", self._route_clock)
        if await self._lapses(clock, lambda: self._all(decided=True) or bool(self._new)):
            await self._end_clock(clock, orders.ClockState.LAPSED)
            self._missed_on, self._route_clock = clock.due_on, None
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
            anchor=self._missed_on,
            guard=self._check_take_back,
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
        moves = workflow.patched("taken-back-to-review")
        if moves and not (back := self._undone()):
            # Everybody was decided about or cleared in the meantime: nobody is left to review.
            return False
        for n in back if moves else ():
            await self._move(orders.RespondentChange(n=n, point=Point.REVIEW))
        await calls.change_case(
            orders.CaseToChange(
                scope=self.scope,
                step=self._next_step(),
                change=orders.CaseChange(point=Point.REVIEW),
            )
        )
        return True

    def _check_take_back(self, act: Act, form: TakeBack) -> None:
        """Taken back only when the date below has passed; more time ends after the paper's day."""
        missed, on = self._missed_on, act.happened_on
        if form.choice is TakeBackChoice.TAKE_BACK and missed is not None and on <= missed:
            raise refusal("not-missed-yet", due_on=missed)
        if form.due_on is not None and form.due_on <= on:
            raise refusal("due-date-passed", due_on=form.due_on, happened_on=on)
