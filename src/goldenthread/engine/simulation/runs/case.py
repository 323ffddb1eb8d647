"""What the runs of a simulation ask for, and what they have given, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.simulation.chances.draws import TaskDraws
from goldenthread.engine.simulation.chances.effects import Bill, RiskSource
from goldenthread.engine.simulation.runs.course import Course


@dataclass(frozen=True, slots=True)
class Case:
    """The plan's course with its certain work and the work as planned; `places` and `means` of the drawn tasks, by row.

    `touched` places are delayed by risks. `watched` gives, by task with a target, the places below it; `now` is the
    point from which money runs.
    """

    course: Course
    planned: NDArray[np.int64]
    draws: TaskDraws
    means: NDArray[np.float32]
    places: NDArray[np.intp]
    is_drawn: NDArray[np.bool_]
    risks: list[RiskSource]
    touched: list[int]
    bill: Bill
    watched: Mapping[str, list[int]]
    now: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """By run the finishes (microseconds since 1970, and points of the plan's axis) and costs; of the rest, sums."""

    finishes: NDArray[np.int64]
    points: NDArray[np.float64]
    costs: NDArray[np.float64]
    watched: Mapping[str, NDArray[np.int64]]
    happened: NDArray[np.bool_]
    work: NDArray[np.float64]
    critical: NDArray[np.int64]

    @classmethod
    def blank(cls, case: Case, iterations: int) -> "Outcomes":
        """Room for so many runs."""
        places = len(case.course.names)
        return cls(
            finishes=np.empty(iterations, np.int64),
            points=np.empty(iterations, np.float64),
            costs=np.empty(iterations, np.float64),
            watched={name: np.empty(iterations, np.int64) for name in case.watched},
            happened=np.empty((len(case.risks), iterations), np.bool_),
            work=np.zeros(places),
            critical=np.zeros(places, np.int64),
        )

    def first(self, runs: int) -> "Outcomes":
        """Those of the first runs, when no more were done."""
        if runs == len(self.costs):
            return self
        return replace(
            self,
            finishes=self.finishes[:runs],
            points=self.points[:runs],
            costs=self.costs[:runs],
            watched={name: values[:runs] for name, values in self.watched.items()},
            happened=self.happened[:, :runs],
        )
