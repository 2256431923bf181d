"""Figures and their arithmetic: medians over rounds, ratios within a round, goals met or missed."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Goal:
    """A bound that a figure is held against."""

    sense: Literal["at least", "at most"]
    bound: float

    def met(self, value: float) -> bool:
        """Whether the value keeps the bound; the bound itself keeps it."""
        return value >= self.bound if self.sense == "at least" else value <= self.bound

    def __str__(self) -> str:
        return f"{self.sense} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One measured figure: the median of its rounds."""

    name: str
    rounds: tuple[float, ...]
    unit: str = ""
    goal: Goal | None = None

    @property
    def value(self) -> float:
        """The median."""
        return statistics.median(self.rounds)

    @property
    def met(self) -> bool | None:
        """None where there is no goal."""
        return None if self.goal is None else self.goal.met(self.value)

    def as_record(self) -> dict[str, Any]:
        """For the JSON file."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "goal": str(self.goal) if self.goal else None,
            "met": self.met,
            "rounds": [round(one, 3) for one in self.rounds],
        }


@dataclass
class Part:
    """What one part of the bench measured, and how busy the machine was meanwhile."""

    name: str
    load_before: float
    load_after: float = math.nan
    seconds: float = math.nan
    figures: list[Figure] = field(default_factory=list)
    failure: str | None = None

    def as_record(self) -> dict[str, Any]:
        """For the JSON file."""
        return {
            "part": self.name,
            "load_average": [self.load_before, self.load_after],
            "seconds": round(self.seconds, 1),
            "failure": self.failure,
            "figures": [one.as_record() for one in self.figures],
        }


def at_least(bound: float) -> Goal:
    """More is better."""
    return Goal("at least", bound)


def at_most(bound: float) -> Goal:
    """Less is better."""
    return Goal("at most", bound)


def ratio(
    name: str, mine: Sequence[float], theirs: Sequence[float], goal: Goal | None = None
) -> Figure:
    """Mine by theirs, round by round: a drift of the machine between rounds falls out."""
    pairs = zip(mine, theirs, strict=True)
    return Figure(name, tuple(one / other for one, other in pairs), goal=goal)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by this share of them (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def table(parts: Sequence[Part]) -> str:
    """All figures for a person to read; a goal says met or MISSED."""
    rows = [("figure", "median", "goal", "", "rounds")]
    for part in parts:
        load = f"load {part.load_before:.1f} -> {part.load_after:.1f}"
        rows.append((f"-- {part.name} ({load})", "", "", "", ""))
        rows += [_row(one) for one in part.figures]
        if part.failure:
            rows.append((f"FAILED: {part.failure}", "", "", "", ""))
    widths = [max(len(row[at]) for row in rows if row[1]) for at in range(4)]
    lines = []
    for name, value, goal, met, spread in rows:
        shown = f"{name:{widths[0]}}  {value:>{widths[1]}}  {goal:{widths[2]}}  {met:{widths[3]}}"
        lines.append(f"{shown}  {spread}".rstrip())
    return "\n".join(lines)


def _row(one: Figure) -> tuple[str, str, str, str, str]:
    met = {None: "", True: "met", False: "MISSED"}[one.met]
    spread = f"{_short(min(one.rounds))} .. {_short(max(one.rounds))} of {len(one.rounds)}"
    goal = str(one.goal) if one.goal else ""
    return (one.name, f"{_short(one.value)} {one.unit}".strip(), goal, met, spread)


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"
