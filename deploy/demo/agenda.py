"""Many stories, one calendar: whoever's next date is the earliest goes on."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

Dates = Iterator[date]
"""A story on its way: it yields the next date on which it has something to do."""


class OnTheWay(Protocol):
    """One story: a number, a title, and what happens on which date."""

    @property
    def number(self) -> int:
        """Its number in the list of twelve."""

    @property
    def dates(self) -> Dates:
        """The story as it goes on; nothing of it happens before its first date."""


@dataclass(frozen=True)
class Broken:
    """A story that did not come out, where it stopped, and why."""

    number: int
    on: date
    why: BaseException


def walk(
    stories: Sequence[OnTheWay],
    *,
    arrive: Callable[[date], None],
    step: Callable[[int, date], None] = lambda _number, _on: None,
    end: Callable[[int], None] = lambda _number: None,
) -> list[Broken]:
    """Tells all stories in the order of their dates; a broken one does not stop the others.

    `arrive` is called before the first step of each new date and must leave the clock there,
    `end` when a story has come to its end.
    """
    broken: list[Broken] = []
    running = {story.number: story.dates for story in stories}
    agenda: list[tuple[date, int]] = []
    today = date.min

    def go_on(number: int) -> None:
        try:
            following = next(running[number], None)
        except Exception as why:  # noqa: BLE001 - reported with its story at the end
            broken.append(Broken(number, today, why))
            return
        if following is None:
            end(number)
            return
        if following < today:
            backwards = ValueError(f"story {number} wants to go back to {following}")
            broken.append(Broken(number, today, backwards))
            return
        heapq.heappush(agenda, (following, number))

    for number in running:
        go_on(number)
    while agenda:
        on, number = heapq.heappop(agenda)
        if on > today:
            arrive(on)
            today = on
        step(number, on)
        go_on(number)
    return broken
