"""The four ways in which something is wrong, and the refusals of an edge itself.

The middle raises these and knows nothing of HTTP, Kafka or Temporal; `problems`, `consuming` and
the workflow service's `failures` translate them, each in one file. The `code` names a page and a
sentence in both languages (`words/*.toml`, table `problem`); `params` fill that sentence and never
hold a person's name or content.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place in a body that is wrong: an RFC 6901 JSON pointer and a code with its params."""

    pointer: str
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


class Failure(Exception):
    """Something named is wrong; `code` is its stable name."""

    def __init__(
        self,
        code: str,
        *,
        citation: str | None = None,
        pointers: Sequence[Pointer] = (),
        extra: dict[str, str] | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.citation = citation
        self.pointers = tuple(pointers)
        self.extra = extra or {}
        """Members that the problem document carries as they are (for example `status_url`)."""
        self.params: dict[str, str | int] = params


class Malformed(Failure):
    """What came cannot be read or stored: a repetition of it will never work."""


class NotFound(Failure):
    """It is not there, or not the caller's: the two are never told apart."""


class Refused(Failure):
    """Understood, and not allowed: by the state of things, by who asks, or by a stale version."""

    def __init__(
        self,
        code: str,
        *,
        about: Literal["state", "who", "version"] = "state",
        citation: str | None = None,
        pointers: Sequence[Pointer] = (),
        extra: dict[str, str] | None = None,
        retry_after: timedelta | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code, citation=citation, pointers=pointers, extra=extra)
        self.params = params
        self.about = about
        self.retry_after = retry_after


class Unavailable(Failure):
    """A part this one needs is away; the same request may work after `retry_after`."""

    def __init__(
        self,
        code: str = "unavailable",
        *,
        retry_after: timedelta = timedelta(seconds=5),
        **params: str | int,
    ) -> None:
        super().__init__(code)
        self.params = params
        self.retry_after = retry_after


class EdgeRefusal(Failure):
    """An HTTP refusal that only the edge knows: 400, 401, 413, 415, 422, 429."""

    def __init__(
        self,
        code: str,
        status: int,
        *,
        headers: dict[str, str] | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code)
        self.params = params
        self.status = status
        self.headers = headers or {}
