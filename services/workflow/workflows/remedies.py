"""Objection and appeal: in time by the paper's date, they hold the effect; unused, they lapse."""

import asyncio
from dataclasses import dataclass
from datetime import date

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.workflow.activities import orders
    from services.workflow.acts import Act
    from services.workflow.forms.tracks.remedy_received import AppealReceived, ObjectionReceived
    from services.workflow.guards import remedies as guards
    from services.workflow.rules.effect import RemedyPeriod
    from services.workflow.rules.stages import Point
    from services.workflow.workflows.deciding import Deciding
    from services.workflow.workflows.state import LateRemedy, OpenedTrack
    from services.workflow.workflows.task import Effect

Filed = ObjectionReceived | AppealReceived
_FILED = frozenset({ObjectionReceived.kind, AppealReceived.kind})


@dataclass
class Right:
    """The remedy against one decision that was served, used or not."""

    period: RemedyPeriod
    filed_on: date | None = None

    @property
    def is_used(self) -> bool:
        """Something was filed in time."""
        return self.filed_on is not None


class Remedies(Deciding):
    """Every decision that was served has one remedy; what is filed concerns the last decision."""

    def __init__(self, opened: OpenedTrack) -> None:
        super().__init__(opened)
        self._right: Right | None = None
        self._early: date | None = None
        self._rights: list[Right] = []
        self._remedy_decided = False
        self._declaring = False
        self._beside: list[asyncio.Task[None]] = []
        if opened.carried is not None:
            self._resume_remedy(LateRemedy.model_validate(opened.carried))
        # From the first day: who files one moment after the service is not told to come later.
        check, effect = self._check_filing, self._effect_of_filing
        self._allow(ObjectionReceived, self._file, guard=check, effect=effect)
        self._allow(AppealReceived, self._file, guard=check, effect=effect)

    @property
    def _is_filed(self) -> bool:
        used = self._right is not None and self._right.is_used
        return used or self._early is not None

    @property
    def _is_being_told(self) -> bool:
        """A paper was accepted and is being recorded: no right lapses and nothing takes effect."""
        return not _FILED.isdisjoint(self._under_way.values())

    async def _its_turn(self, act: Act) -> None:
        """A paper that comes while the effect is being written is written after it."""
        if act.kind in _FILED and self._declaring and workflow.patched("effect-written-first"):
            await workflow.wait_condition(lambda: not self._declaring)

    async def _declare_effect(self, change: orders.RespondentChange) -> None:
        """The effect's row, and what an agency reads of it, before any paper of now."""
        self._declaring = True
        try:
            await self._move(change, note="decision_in_effect")
        finally:
            self._declaring = False

    @property
    def _is_held(self) -> bool:
        """Filed, and of the kind that keeps the decision from taking effect."""
        right = self._right
        return right is not None and right.is_used and right.period.holds_effect

    async def _open_remedy(self, period: RemedyPeriod, received_on: date) -> None:
        """The period as the decision names it; its lapse is recorded by itself."""
        right = self._right = Right(period, self._early)
        self._early = None
        self._rights.append(right)
        clock = await self._start_clock(guards.period_key(period.remedy), received_on)
        await self._note(
            "remedy_named",
            happened_on=received_on,
            remedy=period.remedy.value,
            until=clock.due_on.isoformat(),
            warn_by=period.warn_by.isoformat(),
            citation=str(period.citation),
        )
        self._beside.append(asyncio.create_task(self._lapse(clock, right)))

    async def _lapse(self, clock: orders.RunningClock, right: Right) -> None:
        """The right lapses when its last day has passed and nothing was filed: by the law."""
        if await self._lapses(clock, lambda: right.is_used):
            remedy = right.period.remedy.value
            await self._note("remedy_lapsed", happened_on=clock.due_on, remedy=remedy)
            await self._end_clock(clock, orders.ClockState.LAPSED)
        else:
            await self._end_clock(clock, orders.ClockState.MET)

    async def _until_no_remedy_is_open(self) -> None:
        """Every right has lapsed, or what was filed has been decided."""
        await asyncio.gather(*self._beside)
        used = [right for right in self._rights if right.is_used]
        if used:
            await self._under_remedy(used[-1])

    def _resume_remedy(self, late: LateRemedy) -> None:
        """The track had ended; the right against its decision is as the register kept it."""
        self.dossier = self.dossier.with_(remedy=late.period, received_on=late.received_on)
        self._right = Right(late.period)
        self._rights.append(self._right)

    async def _filed_late(self) -> None:
        """A paper of a date in time, entered after the close: the matter waits for its decision."""
        await workflow.wait_condition(lambda: self._is_filed)
        await self._under_remedy(self._rights[-1])

    async def _under_remedy(self, right: Right) -> None:
        """Waits for the decision on the remedy.

        Deciding it (uphold, mitigate, aggravate, change, annul) is the next work: its act sets
        `_remedy_decided` and what it changed in the dossier, and the caller goes on with the
        decision as it then stands. Until then the period to decide runs and escalates, no more.
        """
        await self._move(self._at(Point.REMEDY), note="under_remedy")
        await self._tell_case(Point.REMEDY)
        filed_on = right.filed_on or right.period.until
        clock = await self._start_clock(guards.reply_key(right.period.remedy), filed_on)
        await self._lapses(clock, lambda: self._remedy_decided)
        await workflow.wait_condition(lambda: self._remedy_decided)
        await self._end_clock(clock)

    def _check_filing(self, act: Act, answer: Filed) -> None:
        del act
        guards.check_remedy(
            self.dossier, answer, already=self._is_filed, being_told=self._is_being_told
        )

    def _effect_of_filing(self, act: Act, answer: Filed) -> Effect:
        period = self.dossier.remedy
        if period is None or workflow.unsafe.is_replaying():
            return Effect()
        held = guards.is_held(period, act, answer)
        change = self._at(Point.REMEDY, held=True) if held else None
        return Effect(change=change, citation=str(period.citation))

    def _file(self, act: Act, answer: Filed) -> None:
        del act
        if self._right is None or self._right.is_used:
            self._early = answer.paper_date
        else:
            self._right.filed_on = answer.paper_date
