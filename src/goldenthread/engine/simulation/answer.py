"""What a simulation answers: confidence of dates and costs, alone and jointly, and what they hang on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import SECOND, instant_of, micros_of

Outcome = Literal["finish", "cost"]
SourceKind = Literal["task", "risk", "cost"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A cost and a finish that belong together."""

    cost: float
    finish: datetime


@dataclass(frozen=True, slots=True)
class Bin:
    """The share of runs between two costs or two instants; the lower end belongs to it, of the last bin both."""

    low: Any
    high: Any
    share: float


@dataclass(frozen=True, slots=True)
class Odds:
    """The shares of runs that keep the targets: the finish, the cost, and both at once; None without that target."""

    finish: float | None
    cost: float | None
    joint: float | None


@dataclass(frozen=True, slots=True)
class MilestoneOdds:
    """A task with a target: the share of runs in which it is finished by then, and its own percentiles."""

    id: str
    target: datetime
    probability: float
    finishes: NDArray[np.int64] = field(repr=False)

    def finish_at(self, confidence: float) -> datetime:
        """The earliest instant by which this share of runs has finished it."""
        return _instant(_at(self.finishes, confidence))


@dataclass(frozen=True, slots=True)
class TaskOdds:
    """A task over all runs: the share in which it was critical, and the work left, as planned and as expected."""

    id: str
    criticality: float
    planned: timedelta
    expected: timedelta


@dataclass(frozen=True, slots=True)
class RiskOdds:
    """A risk over all runs: the share in which it happened, and by how much their mean finish is later (in working
    time on the plan's calendar) and their mean cost higher than that of the other runs; None when there are no others.
    """

    id: str
    happened: float
    delay: timedelta | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: how far from its mean the outcome is expected to lie when only this source is low or high.

    `low` and `high` are working time on the plan's calendar for the finish, money for the cost, by linear regression
    over all runs: at the 10 % and 90 % point of a task's duration or cost, without and with a risk's event.
    """

    id: str
    kind: SourceKind
    low: Any
    high: Any
    correlation: float


@dataclass(frozen=True)
class Simulation:
    """The runs of a plan. Instants are UTC, costs plain numbers of the currency they were told in.

    `finishes` (microseconds since 1970) and `costs` hold every run's outcome, run by run. `planned_finish` is that of
    the plan's own durations, without risks. A confidence is a share of runs, more than 0 and at most 1.
    """

    iterations: int
    seed: int
    planned_finish: datetime
    finishes: NDArray[np.int64] = field(repr=False)
    costs: NDArray[np.float64] = field(repr=False)
    tasks: tuple[TaskOdds, ...] = field(repr=False)
    risks: tuple[RiskOdds, ...]
    odds: Odds
    milestones: Mapping[str, MilestoneOdds]
    draw_bars: Callable[[Outcome], tuple[Bar, ...]] = field(repr=False)

    @property
    def mean_finish(self) -> datetime:
        """The mean of the finishes, in elapsed time."""
        return instant_of(round(float(self.finishes.mean()) / SECOND) * SECOND)

    @property
    def mean_cost(self) -> float:
        """The mean of the costs."""
        return float(self.costs.mean())

    def finish_at(self, confidence: float) -> datetime:
        """The earliest instant by which this share of runs has finished."""
        return _instant(_at(self.finishes, confidence))

    def cost_at(self, confidence: float) -> float:
        """The least cost that this share of runs keeps."""
        return float(_at(self.costs, confidence))

    def confidence(self, *, finish: datetime | None = None, cost: float | None = None) -> float:
        """The share of runs that keep the finish, the cost, or both at once."""
        kept = np.full(self.iterations, fill_value=True)
        if finish is not None:
            kept &= self.finishes <= micros_of(finish)
        if cost is not None:
            kept &= self.costs <= cost
        return float(np.count_nonzero(kept)) / self.iterations

    def frontier(self, confidence: float = 0.7, points: int = 25) -> tuple[Pair, ...]:
        """The pairs, from the earliest finish to the least cost, that are kept at once by this share of runs.

        For each finish the least cost with P(cost ≤ c and finish ≤ t) at the confidence: the frontier of joint
        confidence (NASA's JCL). No pair is worse than another in both.
        """
        need = _needed(self.iterations, confidence)
        order = np.argsort(self.finishes, kind="stable")
        costs = self.costs[order]
        pairs: list[Pair] = []
        for kept in np.unique(np.linspace(need, self.iterations, max(points, 2)).round().astype(int)):
            last = int(np.searchsorted(self.finishes[order], self.finishes[order[kept - 1]], side="right"))
            cost = float(np.partition(costs[:last], need - 1)[need - 1])
            if not pairs or cost < pairs[-1].cost:
                pairs.append(Pair(cost, _instant(self.finishes[order[kept - 1]])))
        return tuple(pairs)

    def scatter(self, points: int = 500) -> tuple[Pair, ...]:
        """The first runs' pairs of cost and finish, for a drawing."""
        shown = zip(self.costs[:points], self.finishes[:points], strict=True)
        return tuple(Pair(float(cost), _instant(finish)) for cost, finish in shown)

    def spread(self, of: Outcome = "finish", bins: int = 30) -> tuple[Bin, ...]:
        """The shares of runs in even bins, finishes in elapsed time."""
        values = self.finishes if of == "finish" else self.costs
        counts, edges = np.histogram(values, bins=bins)
        told = [_instant(edge) if of == "finish" else float(edge) for edge in edges]
        return tuple(
            Bin(low, high, int(count) / self.iterations)
            for low, high, count in zip(told, told[1:], counts, strict=False)
        )

    def tornado(self, of: Outcome = "finish", top: int = 10) -> tuple[Bar, ...]:
        """The sources that pull most at an outcome, the widest bar first."""
        return self.draw_bars(of)[:top]


def _needed(runs: int, confidence: float) -> int:
    if not 0 < confidence <= 1:
        raise EngineError("bad_confidence", confidence=confidence)
    return min(runs, max(1, ceil(confidence * runs - 1e-9)))


def _at(values: NDArray[Any], confidence: float) -> Any:
    """The least value that this share does not exceed."""
    need = _needed(len(values), confidence)
    return np.partition(values, need - 1)[need - 1]


def _instant(micros: Any) -> datetime:
    return instant_of(int(micros))
