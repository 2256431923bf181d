"""Clocks are rows: started, read again before anything acts on them, moved with the calendar.

A reading reminds and escalates what is due, once each, as rows of the timeline and of the inbox.
It never answers, decides or closes anything.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from services.kit.access.directory import Directory
from services.kit.clock import ClockRecord, LegalClock
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.workflow import calendar_store, law_store
from services.workflow.activities.orders import ClockReading, ClockState
from services.workflow.register.substituting import who_is_told
from services.workflow.register.timeline import write_note
from services.workflow.rules.calendar import Calendar, Unit
from services.workflow.workflows.state import Scope

ESCALATE_AGAIN = 5
"""Working days after which an overdue task is brought up again."""
LONGEST_WAIT = timedelta(days=3)
"""Real time after which a clock is read again even if nobody re-armed it."""
_DAY = timedelta(days=1)


class Timekeeper(LegalClock, Protocol):
    """The legal clock with the record that says how fast it runs."""

    async def record(self) -> ClockRecord:
        """The record in force."""
        ...

    async def anew(self) -> ClockRecord:
        """The record in force now, not one kept from before."""
        ...


class Clocks:
    """Starts, reads and moves clocks inside the transaction of the caller."""

    def __init__(self, clock: Timekeeper, directory: Directory) -> None:
        self._clock = clock
        self._directory = directory

    async def now(self) -> datetime:
        """The legal instant."""
        return await self._clock.now()

    async def zone(self, jurisdiction: str) -> str:
        """The time zone of a regency."""
        found = await self._directory.jurisdiction(jurisdiction)
        if found is None:
            raise NotFound("jurisdiction-unknown", jurisdiction=jurisdiction)
        return found.zone

    async def today(self, jurisdiction: str) -> date:
        """The legal day in a regency."""
        return await self._clock.today(await self.zone(jurisdiction))

    async def start(
        self,
        conn: Connection,
        scope: Scope,
        clock_id: UUID,
        key: str,
        anchor: date,
        *,
        respondent: int | None = None,
        task_id: UUID | None = None,
        fixed_on: date | None = None,
        length: int | None = None,
    ) -> date:
        """A new clock; returns its due date. `fixed_on` is a date that a person set."""
        book = await law_store.book_of(conn, scope.jurisdiction)
        rule = book.find_deadline(key, on=anchor)
        current = await calendar_store.current(conn, scope.jurisdiction)
        days = length if length is not None else rule.n
        due = fixed_on or current.calendar.due(anchor, days, rule.unit)
        await conn.execute(
            "insert into workflow.clock (clock_id, workflow_id, key, jurisdiction, task_id,"
            " case_id, complaint_id, respondent, anchor_on, n, unit, fixed_on, due_on, remind_on,"
            " effect, remind, escalate, calendar_version)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
            " $18)",
            clock_id,
            scope.workflow_id,
            key,
            scope.jurisdiction,
            task_id,
            scope.case_id,
            scope.complaint_id,
            respondent,
            anchor,
            days,
            rule.unit,
            fixed_on,
            due,
            _remind_on(anchor, due, current.calendar),
            rule.effect,
            list(rule.remind),
            list(rule.escalate),
            current.version,
        )
        return due

    async def extend(
        self,
        conn: Connection,
        clock_id: UUID,
        *,
        working_days: int | None = None,
        due_on: date | None = None,
    ) -> date:
        """More time: so many working days after the old end, or to the date."""
        row = await self._locked(conn, clock_id)
        current = await calendar_store.current(conn, row["jurisdiction"])
        more = row["extended_by"] + (working_days or 0)
        due = due_on or _due(dict(row) | {"extended_by": more}, current.calendar)
        await conn.execute(
            "update workflow.clock set extended_by = $2, fixed_on = $3, due_on = $4,"
            " remind_on = $5, reminded_on = null, escalated_on = null where clock_id = $1",
            clock_id,
            more,
            due_on or row["fixed_on"],
            due,
            _remind_on(row["anchor_on"], due, current.calendar),
        )
        await self._show_due(conn, row, due)
        return due

    async def end(self, conn: Connection, clock_id: UUID, state: ClockState) -> None:
        """The clock never acts again."""
        await conn.execute(
            "update workflow.clock set state = $2 where clock_id = $1 and state = 'running'",
            clock_id,
            state,
        )

    async def read(self, conn: Connection, scope: Scope, clock_id: UUID) -> ClockReading:
        """What the clock says now, by the calendar and the legal day of now."""
        # Whoever was told that the legal clock was advanced must not read the day before.
        await self._clock.anew()
        row = await self._locked(conn, clock_id)
        today = await self.today(row["jurisdiction"])
        running = row["state"] == ClockState.RUNNING
        due: date = row["due_on"]
        wait: float | None = None
        if running:
            current = await calendar_store.current(conn, row["jurisdiction"])
            due = await self._moved(conn, scope, row, current)
            escalated = await self._remind(conn, scope, row, due, today, current.calendar)
            wait = await self._wait(row, due, today, escalated, current.calendar)
        return ClockReading(
            clock_id=clock_id,
            state=ClockState(row["state"]),
            due_on=due,
            today=today,
            lapsed=row["state"] == ClockState.LAPSED or (running and today > due),
            reached=running and today >= due,
            wait_seconds=wait,
        )

    async def _locked(self, conn: Connection, clock_id: UUID) -> Any:  # noqa: ANN401 -- a record
        row = await conn.fetchrow(
            "select * from workflow.clock where clock_id = $1 for update", clock_id
        )
        if row is None:
            raise NotFound("clock-unknown")
        return row

    async def _moved(
        self,
        conn: Connection,
        scope: Scope,
        row: Any,  # noqa: ANN401 -- a record
        current: calendar_store.CurrentCalendar,
    ) -> date:
        """The due date by the calendar in force; another version may give another date."""
        old: date = row["due_on"]
        if row["calendar_version"] == current.version:
            return old
        due = _due(row, current.calendar)
        await conn.execute(
            "update workflow.clock set due_on = $2, calendar_version = $3, remind_on = $4"
            " where clock_id = $1",
            row["clock_id"],
            due,
            current.version,
            _remind_on(row["anchor_on"], due, current.calendar),
        )
        if due != old:
            await self._show_due(conn, row, due)
            await self._write(conn, scope, row, "clock_moved", due, {"from": old.isoformat()})
        return due

    async def _remind(
        self,
        conn: Connection,
        scope: Scope,
        row: Any,  # noqa: ANN401 -- a record
        due: date,
        today: date,
        calendar: Calendar,
    ) -> date | None:
        """Reminds before the end, escalates after it, and again; the day of the last escalation."""
        if row["reminded_on"] is None and row["remind_on"] <= today <= due:
            await conn.execute(
                "update workflow.clock set reminded_on = $2 where clock_id = $1",
                row["clock_id"],
                today,
            )
            told = await who_is_told(conn, scope, row["remind"])
            await self._write(conn, scope, row, "reminded", due, {"roles": told})
        last: date | None = row["escalated_on"]
        if today <= due or not row["escalate"]:
            return last
        if last is not None and today < calendar.add_working_days(last, ESCALATE_AGAIN):
            return last
        told = await who_is_told(conn, scope, row["escalate"])
        await conn.execute(
            "update workflow.clock set escalated_on = $2, escalated_to = $3,"
            " escalations = escalations + 1 where clock_id = $1",
            row["clock_id"],
            today,
            told,
        )
        if row["task_id"] is not None:
            await conn.execute(
                "update workflow.task set escalated_to = $2 where task_id = $1 and state = 'open'",
                row["task_id"],
                told,
            )
        await self._write(conn, scope, row, "escalated", due, {"roles": told})
        return today

    async def _wait(
        self,
        row: Any,  # noqa: ANN401 -- a record
        due: date,
        today: date,
        escalated: date | None,
        calendar: Calendar,
    ) -> float | None:
        """Real seconds to the next day on which a reading may say something new."""
        days = [row["remind_on"], due, due + _DAY]
        if escalated is not None:
            days.append(calendar.add_working_days(escalated, ESCALATE_AGAIN))
        ahead = [day for day in days if day > today]
        if not ahead:
            return LONGEST_WAIT.total_seconds()
        zone = ZoneInfo(await self.zone(row["jurisdiction"]))
        record = await self._clock.record()
        midnight = datetime.combine(min(ahead), time.min, zone).astimezone(UTC)
        seconds = record.real_seconds_until(midnight, datetime.now(UTC))
        return None if seconds is None else min(seconds + 1, LONGEST_WAIT.total_seconds())

    async def _show_due(self, conn: Connection, row: Any, due: date) -> None:  # noqa: ANN401
        if row["task_id"] is not None:
            await conn.execute(
                "update workflow.task set due_on = $2 where task_id = $1", row["task_id"], due
            )

    async def _write(
        self,
        conn: Connection,
        scope: Scope,
        row: Any,  # noqa: ANN401 -- a record
        kind: str,
        due: date,
        data: dict[str, Any],
    ) -> None:
        await write_note(
            conn,
            scope,
            kind,
            await self.now(),
            respondent=row["respondent"],
            task_id=row["task_id"],
            data={"clock": row["key"], "due_on": due.isoformat(), **data},
        )


def _due(row: Any, calendar: Calendar) -> date:  # noqa: ANN401 -- a record or its copy
    if row["fixed_on"] is not None:
        fixed: date = row["fixed_on"]
        return calendar.add_working_days(fixed, row["extended_by"]) if row["extended_by"] else fixed
    due = calendar.due(row["anchor_on"], row["n"], Unit(row["unit"]))
    return calendar.add_working_days(due, row["extended_by"]) if row["extended_by"] else due


def _remind_on(anchor: date, due: date, calendar: Calendar) -> date:
    return max(anchor, calendar.add_working_days(due, -1))
