"""The place in a list, as a caller gives it back: opaque to him, read strictly by us."""

import base64
import binascii
from datetime import UTC, date, datetime
from uuid import UUID

from services.kit.errors import Malformed, Pointer
from services.workflow.reading.cases import CasePlace
from services.workflow.reading.tasks import TaskPlace


def of_case(place: CasePlace | None) -> str | None:
    """The cursor behind a case."""
    return None if place is None else _sealed(place[0].isoformat(), str(place[1]))


def case_place(after: str | None) -> CasePlace | None:
    """The place that a cursor of cases names."""
    if after is None:
        return None
    at, case_id = _parts(after, 2)
    try:
        return _moment(at), UUID(case_id)
    except (ValueError, OverflowError) as error:
        raise _invalid() from error


def of_task(place: TaskPlace | None) -> str | None:
    """The cursor behind a task."""
    if place is None:
        return None
    due, opened_at, task_id = place
    return _sealed(due.isoformat() if due else "-", opened_at.isoformat(), str(task_id))


def task_place(after: str | None) -> TaskPlace | None:
    """The place that a cursor of tasks names."""
    if after is None:
        return None
    due, opened_at, task_id = _parts(after, 3)
    try:
        due_on = None if due == "-" else date.fromisoformat(due)
        return due_on, _moment(opened_at), UUID(task_id)
    except (ValueError, OverflowError) as error:
        raise _invalid() from error


def _moment(said: str) -> datetime:
    # Postgres has no room for what a zone pushes out of the years 1 to 9999.
    return datetime.fromisoformat(said).astimezone(UTC)


def _sealed(*parts: str) -> str:
    return base64.urlsafe_b64encode(" ".join(parts).encode()).decode()


def _parts(after: str, count: int) -> list[str]:
    try:
        parts = base64.urlsafe_b64decode(after.encode()).decode().split(" ")
    except (ValueError, binascii.Error) as error:
        raise _invalid() from error
    if len(parts) != count:
        raise _invalid()
    return parts


def _invalid() -> Malformed:
    return Malformed("malformed", pointers=[Pointer("/after", "invalid")])
