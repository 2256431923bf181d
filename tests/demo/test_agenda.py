from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deploy.demo.agenda import Dates, walk


@dataclass
class Told:
    number: int
    dates: Dates


def d(day: int) -> date:
    return date(2024, 10, day)


def test_stories_are_interleaved_by_date_and_the_clock_is_moved_once_a_date() -> None:
    happened: list[str] = []

    def tell(name: str, *days: int) -> Iterator[date]:
        for day in days:
            yield d(day)
            happened.append(f"{name}{day}")

    broken = walk(
        [Told(2, tell("b", 1, 3, 4)), Told(1, tell("a", 2, 3))],
        arrive=lambda on: happened.append(f"-{on.day}"),
    )

    assert happened == ["-1", "b1", "-2", "a2", "-3", "a3", "b3", "-4", "b4"]
    assert broken == []


def test_a_broken_story_is_reported_with_its_date_and_the_others_go_on() -> None:
    happened: list[int] = []

    def breaks() -> Iterator[date]:
        yield d(2)
        raise AssertionError("due on the wrong day")

    def goes_on() -> Iterator[date]:
        yield d(3)
        happened.append(3)

    ended: list[int] = []
    broken = walk([Told(1, breaks()), Told(2, goes_on())], arrive=lambda _: None, end=ended.append)

    assert [(one.number, one.on, str(one.why)) for one in broken] == [
        (1, d(2), "due on the wrong day")
    ]
    assert happened == [3]
    assert ended == [2]


def test_a_story_cannot_go_back_in_time() -> None:
    def backwards() -> Iterator[date]:
        yield d(5)
        yield d(4)

    broken = walk([Told(1, backwards())], arrive=lambda _: None)

    assert "back" in str(broken[0].why)
