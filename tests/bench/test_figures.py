"""The bench's arithmetic; what it measures is no test."""

import pytest

from tests.bench.figures import Figure, Part, at_least, at_most, percentile, ratio, table


def test_a_figure_is_the_median_of_its_rounds() -> None:
    assert Figure("any", (3.0, 1.0, 2.0)).value == 2.0
    assert Figure("any", (4.0, 1.0, 2.0, 3.0)).value == 2.5


def test_a_ratio_is_taken_round_by_round_so_that_a_slow_round_does_not_count() -> None:
    # The machine was three times as slow in the second round, for both alike.
    found = ratio("any", mine=(50.0, 20.0, 60.0), theirs=(100.0, 30.0, 100.0))

    assert found.rounds == pytest.approx((0.5, 2 / 3, 0.6))
    assert found.value == pytest.approx(0.6)


def test_rounds_that_do_not_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        ratio("any", mine=(1.0,), theirs=(1.0, 2.0))


def test_a_bound_is_kept_by_itself_and_missed_beyond_it() -> None:
    assert at_least(0.6).met(0.6)
    assert not at_least(0.6).met(0.599)
    assert at_most(2.0).met(2.0)
    assert not at_most(2.0).met(2.001)


def test_a_figure_without_a_goal_is_neither_met_nor_missed() -> None:
    assert Figure("any", (1.0,)).met is None


def test_a_percentile_is_a_value_that_was_seen() -> None:
    hundred = list(range(100, 0, -1))

    assert percentile(hundred, 0.5) == 50
    assert percentile(hundred, 0.99) == 99
    assert percentile([7.0], 0.99) == 7.0


def test_the_table_says_what_was_met_what_was_missed_and_what_failed() -> None:
    part = Part("some", load_before=0.5, load_after=1.25)
    part.figures = [
        Figure("fast enough", (0.5, 0.7, 0.6), goal=at_least(0.6)),
        Figure("too slow", (3.0,), goal=at_most(2.0)),
        Figure("for information", (1234.0,), "/s"),
    ]
    broken = Part("other", load_before=0.0, load_after=0.0, failure="StackFailure: no kafka")

    lines = [" ".join(line.split()) for line in table([part, broken]).splitlines()]

    assert lines[1:] == [
        "-- some (load 0.5 -> 1.2)",
        "fast enough 0.60 at least 0.6 met 0.50 .. 0.70 of 3",
        "too slow 3.00 at most 2 MISSED 3.00 .. 3.00 of 1",
        "for information 1234 /s 1234 .. 1234 of 1",
        "-- other (load 0.0 -> 0.0)",
        "FAILED: StackFailure: no kafka",
    ]


def test_the_record_says_the_same_as_the_table() -> None:
    part = Part("some", load_before=0.5, load_after=0.5, seconds=1.23)
    part.figures = [Figure("too slow", (3.0, 2.5, 3.5), "ms", at_most(2.0))]

    assert part.as_record() == {
        "part": "some",
        "load_average": [0.5, 0.5],
        "seconds": 1.2,
        "failure": None,
        "figures": [
            {
                "name": "too slow",
                "value": 3.0,
                "unit": "ms",
                "goal": "at most 2",
                "met": False,
                "rounds": [3.0, 2.5, 3.5],
            }
        ],
    }
