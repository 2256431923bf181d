"""What a procedure does without a person: its steps, its clocks, its rows of the timeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.workflow.activities import orders
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import Scope


@dataclass(eq=False)
class Clockwork:
    """Numbered steps, clocks that are rows, and notes: the part of a procedure that is no task."""

    scope: Scope
    _step: int = 0
    _rearms: int = 0

    async def _start_clock(
        self,
        key: str,
        anchor: date,
        *,
        respondent: int | None = None,
        due_on: date | None = None,
        working_days: int | None = None,
    ) -> orders.RunningClock:
        """A period of the law that runs beside the tasks."""
        step = self._next_step()
        return await calls.start_clock(
            orders.ClockToStart(
                scope=self.scope,
                step=step,
                clock_id=self._derived("clock", step),
                key=key,
                anchor_on=anchor,
                respondent=respondent if respondent is not None else self.scope.respondent,
                due_on=due_on,
                working_days=working_days,
            )
        )

    async def _end_clock(
        self, clock: orders.RunningClock, state: orders.ClockState = orders.ClockState.MET
    ) -> None:
        """The clock never acts again."""
        await calls.end_clock(
            orders.ClockToEnd(
                scope=self.scope, step=self._next_step(), clock_id=clock.clock_id, state=state
            )
        )

    async def _lapses(self, clock: orders.RunningClock, unless: Callable[[], bool]) -> bool:
        """Waits until the last day has passed: True; False as soon as `unless()` holds."""
        return await self._watched(clock.clock_id, unless, until="lapsed")

    async def _comes(self, clock: orders.RunningClock, unless: Callable[[], bool]) -> bool:
        """Waits until the due date itself has come: True; False as soon as `unless()` holds."""
        return await self._watched(clock.clock_id, unless, until="reached")

    @property
    def _is_being_told(self) -> bool:
        """An act that may say otherwise was accepted, and its row is being written."""
        return False

    async def _note(
        self,
        kind: str,
        *,
        happened_on: date | None = None,
        respondent: int | None = None,
        cause: str | None = None,
        **data: Any,  # noqa: ANN401 -- codes, ids, dates
    ) -> None:
        """A row of the timeline that no person's act made."""
        await calls.note(
            orders.Note(
                scope=self.scope,
                step=self._next_step(),
                kind=kind,
                happened_on=happened_on,
                respondent=respondent if respondent is not None else self.scope.respondent,
                data=data,
                cause=cause,
            )
        )

    async def _move(self, change: orders.RespondentChange, note: str | None = None) -> None:
        """A respondent moved on without a person's act; agencies are told by the event."""
        await calls.change_respondent(
            orders.RespondentToChange(
                scope=self.scope, step=self._next_step(), change=change, note=note
            )
        )

    async def _settle_handlers(self) -> None:
        """An update still running at the end would be abandoned: wait for it."""
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.signal
    def rearm(self) -> None:
        """The calendar or the legal clock changed: every clock is read again."""
        self._rearms += 1

    async def _watched(
        self,
        clock_id: UUID | None,
        done: Callable[[], bool],
        until: str = "",
        first: orders.ClockReading | None = None,
    ) -> bool:
        """Waits for `done()`, reading the clock whenever it may say something new.

        `first` is what it said just now, if that is known.
        """
        while not done():
            seen, wait = self._rearms, None
            if clock_id is not None:
                reading = first or await calls.read_clock(
                    orders.ClockToRead(scope=self.scope, clock_id=clock_id)
                )
                first = None
                if until and getattr(reading, until) and not done():
                    if not self._is_being_told or not workflow.patched("acts-under-way-first"):
                        return True
                    await workflow.wait_condition(lambda: not self._is_being_told)
                    continue
                wait = reading.wait_seconds
            try:
                await workflow.wait_condition(
                    lambda seen=seen: done() or self._rearms != seen,  # type: ignore[misc]
                    timeout=None if wait is None else timedelta(seconds=max(wait, 1)),
                )
            except TimeoutError:
                continue
        return False

    def _next_step(self) -> int:
        self._step += 1
        return self._step

    def _derived(self, what: str, step: int) -> UUID:
        return uuid5(NAMESPACE_URL, f"netral:{self.scope.workflow_id}/{what}/{step}")
