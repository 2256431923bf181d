"""A question to a person and what comes back: who may answer, on which papers, with what effect."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from services.contracts.law import Role
from services.workflow.activities import orders
from services.workflow.acts import Act, Actor
from services.workflow.forms.form import Form
from services.workflow.rules.paper_dates import check_paper_date
from services.workflow.rules.same_act import Punished
from services.workflow.rules.substitution import stood_in

F = TypeVar("F", bound=Form)
Guard = Callable[[Act, Any], None]
"""Raises `LawRefusal` or `refusal(...)`; pure: it must change nothing."""


@dataclass(frozen=True)
class Answer(Generic[F]):
    """What a person answered, already in the register."""

    form: F
    act: Act

    @property
    def happened_on(self) -> date:
        """The paper's date: legal clocks run from it."""
        return self.act.happened_on

    @property
    def person(self) -> Actor:
        """Who answered."""
        return self.act.person


@dataclass
class OpenTask:
    """A task that waits for its answer."""

    task_id: UUID
    form: type[Form]
    role: Role
    by_role: bool
    """The role was named when the task was asked; otherwise any role of the form may answer."""
    post_id: str | None
    holder_id: str | None
    not_before: tuple[date, str] | None
    guard: Guard | None
    effect: Callable[[Act, Any], "Effect"] | None
    also: tuple[Role, ...] = ()
    """Roles that may enter the paper of whoever was asked."""
    clock_id: UUID | None = None
    answering: UUID | None = None
    answer: Answer[Any] | None = None


@dataclass(frozen=True)
class Effect:
    """What an answer changes in the register in the same transaction as its act."""

    change: orders.RespondentChange | None = None
    case_change: orders.CaseChange | None = None
    profile: dict[str, Any] | None = None
    about_inspectorate: bool = False
    punished: Punished | None = None
    settled: orders.Settled | None = None
    citation: str | None = None


@dataclass
class Anytime:
    """What may be recorded without having been asked, while the workflow lives."""

    form: type[Form]
    guard: Guard | None
    taken: Callable[[Act, Any], Awaitable[None] | None]
    effect: Callable[[Act, Any], Effect] | None = None


def filled(form: type[F], act: Act) -> F:
    """The form as the answer fills it; raises pydantic's error otherwise."""
    return form.model_validate(act.answer)


def may_answer(person: Actor, task: OpenTask, *, outside: bool = False) -> bool:
    """Who may answer: the named holder or post, else the asked role (or the form's roles).

    `outside`: nobody of the Inspektorat works on it any more, though it was asked when they did.
    """
    if task.holder_id is not None and person.id == task.holder_id:
        return True
    if set(stood_in(task.also) if outside else task.also) & set(person.roles):
        return True
    if task.post_id is not None:
        return task.post_id in person.posts
    wanted = wanted_of(task)
    return bool(set(stood_in(wanted) if outside else wanted) & set(person.roles))


def asked_role(task: OpenTask, *, outside: bool) -> Role:
    """Of whom it is asked now; `outside` as above."""
    return stood_in((task.role,))[0] if outside else task.role


def wanted_of(task: OpenTask) -> tuple[Role, ...]:
    """The roles that may answer a task that is nobody's in particular, the asked one first."""
    more = () if task.by_role else task.form.roles
    return tuple(dict.fromkeys((task.role, *more, *task.also)))


def acted_as(person: Actor, form: Form) -> Role | None:
    """The first role of the form that the person holds."""
    return next((role for role in form.roles if role in person.roles), None)


def check_dates(act: Act, form: Form, not_before: tuple[date, str] | None) -> None:
    """Every paper is of a day that has come, and none is older than the step it follows."""
    floor, step = not_before or (None, "")
    for day in (act.happened_on, *form.papers().values()):
        check_paper_date(day, today=act.facts.today, not_before=floor, step=step)
