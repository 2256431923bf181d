"""How long and how often a call is repeated before it gives up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import sleep

import httpx

from netral_client.refusals import RefusedError, UnreachableError

_AWAY = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Patience:
    """At most `attempts` tries; a pause doubles from `first` and never exceeds `longest`.

    A `Retry-After` of the far side replaces the pause, again up to `longest`.
    """

    attempts: int = 8
    first: timedelta = timedelta(milliseconds=500)
    longest: timedelta = timedelta(seconds=30)
    sleep: Callable[[float], None] = sleep

    def pause(self, attempt: int, retry_after: str | None = None) -> None:
        """Waits before the attempt that follows number `attempt` (counted from 1)."""
        seconds = self.first.total_seconds() * 2 ** (attempt - 1)
        if retry_after is not None and retry_after.strip().isdigit():
            seconds = float(retry_after)
        self.sleep(min(seconds, self.longest.total_seconds()))


def persist(
    send: Callable[[], httpx.Response], patience: Patience, *, key: str | None
) -> httpx.Response:
    """Repeats `send` while the far side is away or its twin is in flight; answers the rest.

    Repeated: a broken connection, 502, 503, 504, 429, and 409 with `Retry-After`. Any other
    answer of 400 and above is a `RefusedError`; used up patience is an `UnreachableError`.
    """
    last = "never tried"
    for attempt in range(1, patience.attempts + 1):
        retry_after: str | None = None
        try:
            response = send()
        except httpx.TransportError as broken:
            last = f"{type(broken).__name__}: {broken}"
        else:
            if not _worth_repeating(response):
                if response.is_error:
                    raise RefusedError.from_response(response)
                return response
            last = f"HTTP {response.status_code}"
            retry_after = response.headers.get("Retry-After")
        if attempt < patience.attempts:
            patience.pause(attempt, retry_after)
    raise UnreachableError(key, patience.attempts, last)


def _worth_repeating(response: httpx.Response) -> bool:
    status = response.status_code
    in_flight = status == httpx.codes.CONFLICT and "Retry-After" in response.headers
    return status in _AWAY or status == httpx.codes.TOO_MANY_REQUESTS or in_flight
