"""A working-time axis for whole arrays of points, in seconds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.instants import SECOND
from goldenthread.engine.network.axis import Axis

Seconds = NDArray[np.signedinteger[Any]]
Whole = NDArray[np.int64]


class Timeline:
    """An axis of the network, of one calendar or several at once; instants are seconds since 1970.

    It grows to where it is asked. Points beyond the last open time are refused (`never_open`).
    """

    def __init__(self, axis: Axis) -> None:
        self._axis, self._origin = axis, axis.origin // SECOND
        self._take()

    def point(self, at: Seconds) -> Seconds:
        """The points of instants."""
        self._cover(int(at.min(initial=self._origin)), int(at.max(initial=self._origin)))
        if not len(self._starts):
            return np.zeros_like(at)
        i = np.searchsorted(self._starts, at, side="right") - 1
        left = np.maximum(self._ends[i] - at, 0)
        point: Seconds = np.where(i < 0, self._bottom, self._after[i] - left)
        return point

    def opening(self, point: Seconds) -> Seconds:
        """The last instant of each point, as a start is told; where no time opens after it, the first."""
        self._reach(int(point.min(initial=0)), int(point.max(initial=0)), may_end=True)
        i = np.searchsorted(self._after, point, side="right")
        last = np.searchsorted(self._after, point, side="left")
        i = np.where(i < len(self._after), i, last)
        return self._told(i, point)

    def closing(self, point: Seconds) -> Seconds:
        """The first instant of each point, as a finish is told."""
        self._reach(int(point.min(initial=0)), int(point.max(initial=0)))
        i = np.searchsorted(self._after, point, side="left")
        return self._told(i, point)

    def _told(self, i: NDArray[np.intp], point: Seconds) -> Seconds:
        at: Whole = self._ends[i] - (self._after[i] - point)
        return at

    def moved(self, at: Seconds, lag: int) -> Seconds:
        """Instants moved by so much open time: forwards to closings, backwards to openings."""
        if lag == 0:
            return at
        point = self.point(at) + lag
        return self.closing(point) if lag > 0 else self.opening(point)

    def _cover(self, begin: int, end: int) -> None:
        while begin * SECOND < self._axis.since:
            self._grow(-1)
        while end * SECOND > self._axis.until:
            self._grow(1)

    def _reach(self, low: int, high: int, *, may_end: bool = False) -> None:
        while len(self._after) and low <= self._bottom:
            self._grow(-1)
        while not len(self._after) or high >= self._after[-1]:
            if self._axis.is_last and len(self._after) and (may_end or high == self._after[-1]):
                return
            self._grow(1)

    def _grow(self, direction: int) -> None:
        self._axis.grow(direction)
        self._take()

    def _take(self) -> None:
        self._starts, self._ends, self._after = (
            column // SECOND for column in (self._axis.starts, self._axis.ends, self._axis.after)
        )
        self._bottom = self._axis.bottom // SECOND
