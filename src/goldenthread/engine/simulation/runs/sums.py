"""Running sums from which it follows how far a source of uncertainty moves the finish and the cost."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pull:
    """By source: the change of the outcome with a unit of it, and their correlation; 0 where either stands still."""

    slope: Values
    correlation: Values


class Sums:
    """Sums over runs of sources (rows) against two outcomes, finish and cost, taken about fixed centres."""

    def __init__(self, sources: int) -> None:
        self._count = 0
        self._x = np.zeros(sources)
        self._xx = np.zeros(sources)
        self._xy = np.zeros((sources, 2))
        self._y = np.zeros(2)
        self._yy = np.zeros(2)

    def add(self, sources: NDArray[np.floating[Any]], outcomes: Values) -> None:
        """Sources by row and run; outcomes are two rows, near zero."""
        runs = outcomes.shape[1]
        beside = np.vstack([outcomes, np.ones(runs)]).T.astype(np.float32)
        told = sources @ beside
        self._count += runs
        self._xy += told[:, :2]
        self._x += told[:, 2]
        self._xx += np.einsum("ij,ij->i", sources, sources)
        self._y += outcomes.sum(axis=1)
        self._yy += (outcomes**2).sum(axis=1)

    def pull(self, outcome: int) -> Pull:
        """How the sources pull at an outcome (0 the finish, 1 the cost)."""
        count = max(self._count, 1)
        within = np.maximum(self._xx - self._x**2 / count, 0)
        together = self._xy[:, outcome] - self._x * self._y[outcome] / count
        spread = max(self._yy[outcome] - self._y[outcome] ** 2 / count, 0.0)
        slope = np.divide(together, within, out=np.zeros_like(together), where=within > 0)
        scale = np.sqrt(within * spread)
        correlation = np.divide(together, scale, out=np.zeros_like(together), where=scale > 0)
        return Pull(slope, np.clip(correlation, -1, 1))
