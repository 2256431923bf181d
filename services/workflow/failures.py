"""How a refusal crosses Temporal: raised in a validator, read again by whoever sent the update.

The one file that knows both sides: `refusal` makes the `ApplicationError`, `as_failure` reads it.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from temporalio.exceptions import ActivityError, ApplicationError

from services.kit.errors import Failure, Malformed, Pointer, Refused
from services.kit.json_pointer import pointer
from services.workflow.rules.refusals import LawRefusal, RefusalCode

REFUSED = "Refused"
MALFORMED = "Malformed"

About = Literal["state", "who", "version"]

_ABOUT_WHO = frozenset(
    {
        RefusalCode.NOT_THE_AUTHORITY,
        RefusalCode.REPORT_AUTHOR_DECIDES,
        RefusalCode.EXAMINER_DECIDES,
        RefusalCode.DECIDER_INVOLVED,
    }
)


class WrongField(BaseModel):
    """One field of an answer that is wrong."""

    model_config = ConfigDict(frozen=True)

    pointer: str
    code: str


class Refusal(BaseModel):
    """The details of a refusal as they travel: codes and values, never what a person wrote."""

    model_config = ConfigDict(frozen=True)

    code: str
    about: About = "state"
    citation: str | None = None
    params: dict[str, str] = Field(default_factory=dict)
    pointers: tuple[WrongField, ...] = ()


def refusal(
    code: str, *, about: About = "state", citation: str | None = None, **params: object
) -> ApplicationError:
    """An act that is not allowed now, or not to this person; raise it in a validator."""
    said = {name: str(value) for name, value in params.items()}
    return _error(REFUSED, Refusal(code=code, about=about, citation=citation, params=said))


def lawful_refusal(law: LawRefusal) -> ApplicationError:
    """What the rules refuse, with its citation."""
    about: About = "who" if law.code in _ABOUT_WHO else "state"
    citation = str(law.citation) if law.citation else None
    return _error(
        REFUSED, Refusal(code=law.code, about=about, citation=citation, params=law.params)
    )


def malformed(error: ValidationError) -> ApplicationError:
    """An answer that its form cannot read, field by field."""
    wrong = tuple(
        WrongField(
            pointer=pointer(("answer", *found["loc"])),
            code=str(found["type"]),
        )
        for found in error.errors(include_input=False, include_url=False)
    )
    return _error(MALFORMED, Refusal(code="answer-malformed", pointers=wrong))


def refused_by(failed: ActivityError) -> Exception:
    """What the register refused in its own transaction; the error itself if that was no refusal."""
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.type == REFUSED and cause.details:
        return cause
    return failed


def as_failure(error: ApplicationError) -> Failure | None:
    """The failure that the edge translates; None if the error is no refusal but a bug."""
    if error.type not in {REFUSED, MALFORMED} or not error.details:
        return None
    told = Refusal.model_validate(error.details[0])
    if error.type == MALFORMED:
        pointers = tuple(Pointer(wrong.pointer, wrong.code) for wrong in told.pointers)
        return Malformed(told.code, pointers=pointers)
    refused = Refused(told.code, about=told.about, citation=told.citation)
    refused.params = dict(told.params)
    return refused


def _error(kind: str, told: Refusal) -> ApplicationError:
    return ApplicationError(told.code, told.model_dump(mode="json"), type=kind, non_retryable=True)
