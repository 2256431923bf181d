"""The activities as workflows call them: by name, typed, tried until they are done.

An activity that names something wrong for good (`Malformed`, `NotFound`, `Refused`) is our own
mistake: it fails at once and loudly. Everything else is an outage, and an outage ends.
"""

from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel
from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from services.workflow.activities import orders
    from services.workflow.acts import ActReceipt
    from services.workflow.guards.dossier import Dossier
    from services.workflow.workflows.state import ComplaintText, OpenedCase

_T = TypeVar("_T")

_PATIENT = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=30),
    non_retryable_error_types=["Malformed", "NotFound", "Refused"],
)


async def _do(name: str, order: BaseModel, result: type[_T]) -> _T:
    done: _T = await workflow.execute_activity(
        name,
        order,
        result_type=result,
        start_to_close_timeout=timedelta(seconds=30),
        retry_policy=_PATIENT,
        summary=name,
    )
    return done


async def _order(name: str, order: BaseModel) -> None:
    await workflow.execute_activity(
        name,
        order,
        start_to_close_timeout=timedelta(seconds=30),
        retry_policy=_PATIENT,
        summary=name,
    )


async def open_task(order: orders.TaskToOpen) -> orders.OpenedTask:
    """The task with its due date and clock."""
    return await _do("open_task", order, orders.OpenedTask)


async def take_in(order: orders.ComplaintToTakeIn) -> orders.TakenIn:
    """The complaint's text, and its first task."""
    return await _do("take_in", order, orders.TakenIn)


async def withdraw_task(order: orders.TaskToWithdraw) -> None:
    """The task is no longer asked."""
    await _order("withdraw_task", order)


async def record_act(order: orders.ActToRecord) -> ActReceipt:
    """The act, its task, what it changes and the event, in one transaction."""
    return await _do("record_act", order, ActReceipt)


async def note(order: orders.Note) -> None:
    """A row of the timeline."""
    await _order("note", order)


async def start_clock(order: orders.ClockToStart) -> orders.RunningClock:
    """A legal period as a row."""
    return await _do("start_clock", order, orders.RunningClock)


async def end_clock(order: orders.ClockToEnd) -> None:
    """The clock never acts again."""
    await _order("end_clock", order)


async def extend_clock(order: orders.ClockToExtend) -> orders.RunningClock:
    """More time."""
    return await _do("extend_clock", order, orders.RunningClock)


async def read_clock(order: orders.ClockToRead) -> orders.ClockReading:
    """What the clock says now; reminds and escalates on the way."""
    return await _do("read_clock", order, orders.ClockReading)


async def change_respondent(order: orders.RespondentToChange) -> None:
    """The respondent's row and the case event."""
    await _order("change_respondent", order)


async def change_case(order: orders.CaseToChange) -> None:
    """The case's row and its event."""
    await _order("change_case", order)


async def close_case(order: orders.CaseToClose) -> orders.CaseClosing:
    """The end of a case, unless somebody joined it at the last moment."""
    return await _do("close_case", order, orders.CaseClosing)


async def fetch_content(order: orders.ContentToFetch) -> ComplaintText:
    """The complaint's text into the register; what the workflow may know of it."""
    return await _do("fetch_content", order, ComplaintText)


async def move_complaint(order: orders.ComplaintToMove) -> None:
    """A complaint without a case changed its stage."""
    await _order("move_complaint", order)


async def settle_complaint(order: orders.ComplaintToSettle) -> None:
    """The end of a complaint without a case."""
    await _order("settle_complaint", order)


async def open_case(order: orders.CaseToOpen) -> OpenedCase:
    """The case with its number."""
    return await _do("open_case", order, OpenedCase)


async def join_case(order: orders.ComplaintToJoin) -> orders.JoinResult:
    """The complaint in a case that is already there."""
    return await _do("join_case", order, orders.JoinResult)


async def judge_findings(order: orders.FindingsToJudge) -> orders.JudgedFindings:
    """What the law makes of findings, by the book of now, kept in the history."""
    return await _do("judge_findings", order, orders.JudgedFindings)


async def keep_dossier(dossier: Dossier) -> Dossier:
    """The dossier as it is read from the history ever after."""
    return await _do("keep_dossier", dossier, Dossier)


async def start_track(order: orders.TrackToStart) -> None:
    """A respondent's track, once."""
    await _order("start_track", order)


async def start_workflow(order: orders.WorkflowToStart) -> None:
    """A case or a track, once."""
    await _order("start_workflow", order)


async def tell_workflow(order: orders.WorkflowToTell) -> None:
    """A signal; one that has ended needs to hear nothing."""
    await _order("tell_workflow", order)
