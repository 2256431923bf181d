"""Discipline of civil servants: the decision takes effect on its day, unless a remedy holds it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Outcome
    from services.workflow.activities import orders
    from services.workflow.forms.tracks.record import Record
    from services.workflow.guards.dossier import Dossier
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.serving import Serving

_EFFECTIVE = "EFFECTIVE"


class Discipline(Serving):
    """PNS, CPNS, PPPK."""

    async def _discipline(self) -> None:
        """Served; in effect on the 15th working day, or held; entered in I'DIS."""
        await self._serve(self._waits_for_effect)
        effective = await self._effect_or_hold()
        if effective is not None:
            await self._record(effective)
        await self._until_no_remedy_is_open()

    async def _effect_or_hold(self) -> orders.RunningClock | None:
        """The law itself acts on that day, and only if nothing was filed in time."""
        received_on = self.dossier.received_on
        if received_on is None:
            return None
        clock = await self._start_clock(_EFFECTIVE, received_on)
        if not await self._comes(clock, lambda: self._is_held):
            await self._end_clock(clock, orders.ClockState.STOPPED)
            return None
        await self._end_clock(clock, orders.ClockState.MET)
        change = self._at(
            Point.RECORD,
            outcome=Outcome.SANCTIONED,
            effective_on=clock.due_on,
            degree=self.dossier.degree,
            sanction=self._imposed(self.dossier),
        )
        await self._declare_effect(change)
        await self._tell_case(Point.RECORD)
        return clock

    async def _record(self, effective: orders.RunningClock) -> None:
        """Entered in I'DIS; an objection of an earlier date, entered only now, comes first."""
        await self._paper(
            Record,
            _unchanged,
            change=lambda dossier: self._at(Point.CLOSE, dossier),
            unless=lambda: self._is_held,
            withdrawn_because="remedy_filed",
            anchor=effective.due_on,
            not_before=(effective.due_on, "decision_in_effect"),
        )


def _unchanged(dossier: Dossier, act: object, answer: object) -> Dossier:
    del act, answer
    return dossier
