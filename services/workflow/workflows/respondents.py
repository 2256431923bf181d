"""The respondents of a case: who they are, how far each one is, what they were told."""

from collections.abc import Iterable
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from services.contracts.law import Category, Outcome, Role, Stage
    from services.workflow.activities import orders
    from services.workflow.rules.stages import Point
    from services.workflow.workflows import calls
    from services.workflow.workflows.state import (
        JoinedComplaint,
        OpenedCase,
        OpenedTrack,
        RespondentState,
        Scope,
        TrackClosed,
        TrackMoved,
        case_workflow,
    )
    from services.workflow.workflows.task import Procedure

_DECIDED = frozenset({Stage.DECIDED, Stage.IN_EFFECT, Stage.UNDER_REMEDY, Stage.CLOSED})


class Respondents(Procedure):
    """A case as the sum of its respondents; each one's track says how he fares."""

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
        self._new: list[int] = []
        self._facts: list[tuple[str, dict[str, Any]]] = []
        self._last = (case.opened_on, "opened")

    async def _start_track(self, track: OpenedTrack) -> None:
        self._set(track.n, track=True, decided=False, category=track.category)
        await calls.start_track(
            orders.TrackToStart(scope=self.scope, step=self._next_step(), track=track)
        )

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
    def track_moved(self, moved: TrackMoved) -> None:
        """A respondent's stage changed."""
        if moved.n in self._people and (moved.stage in _DECIDED or moved.cleared):
            self._set(moved.n, decided=True)
        known = self._people.get(moved.n)
        if known is not None and moved.round is not None and moved.round > known.round:
            # A remedy in time, entered late: the case does not close over it. Heard once: told
            # again after that round has closed, it would keep the case open for good.
            self._set(moved.n, done=False, round=moved.round)

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

    @property
    def _about_inspectorate(self) -> bool:
        return self._case.about_inspectorate

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
