"""What can go wrong, as a caller should tell it apart."""

from collections.abc import Mapping
from typing import Any, Self

import httpx


class NetralError(Exception):
    """Anything this client raises on purpose."""


class UnreachableError(NetralError):
    """No answer within the patience given: the outcome is unknown.

    Call again with the same `key`; the far side then tells what became of the first attempt.
    """

    def __init__(self, key: str | None, attempts: int, last: str) -> None:
        self.key = key
        self.attempts = attempts
        super().__init__(f"no answer after {attempts} attempts ({last}); repeat with key {key!r}")


class AlteredError(NetralError):
    """Bytes came back whose SHA-256 is not the one that was promised; nothing of them is kept."""


class RefusedError(NetralError):
    """The far side answered with a problem (RFC 9457); repeating the same will not help.

    `code` is the last part of the problem's `type`, stable over versions and languages;
    `problem` is the whole answer, with `errors[]` pointing into the body that was sent.
    """

    def __init__(self, status: int, code: str, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = code
        self.problem = problem
        super().__init__(f"{status} {code}: {problem.get('detail') or problem.get('title') or ''}")

    @classmethod
    def from_response(cls, response: httpx.Response) -> Self:
        """The problem in an answer of 4xx or 5xx, whatever its body is."""
        try:
            body = response.json()
        except ValueError:
            body = {}
        problem = body if isinstance(body, dict) else {}
        code = str(problem.get("type", "")).rstrip("/").rsplit("/", 1)[-1]
        return cls(response.status_code, code or f"http-{response.status_code}", problem)
