"""The figures that the register alone knows: tasks open, and those whose date has passed."""

from services.kit import metrics
from services.kit.access.directory import Directory
from services.kit.clock import LegalClock
from services.kit.database import Database


class TaskFigures:
    """Counts when asked."""

    def __init__(self, database: Database, directory: Directory, clock: LegalClock) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock

    async def measure(self) -> None:
        """Sets the gauges; a task is overdue by the legal day of its own regency."""
        open_tasks = overdue = 0
        for jurisdiction in await self._directory.jurisdictions():
            today = await self._clock.today(jurisdiction.zone)
            async with self._database.connection() as conn:
                row = await conn.fetchrow(
                    "select count(*) as open, count(*) filter (where due_on < $2) as overdue"
                    " from workflow.task where state = 'open' and jurisdiction = $1",
                    jurisdiction.code,
                    today,
                )
            open_tasks += row["open"]
            overdue += row["overdue"]
        metrics.TASKS_OPEN.set(open_tasks)
        metrics.TASKS_OVERDUE.set(overdue)
