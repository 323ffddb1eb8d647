"""The working-time axis of a calendar for whole arrays of points, in seconds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.calendars.open_year import FIRST_YEAR, LAST_YEAR
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import SECOND

Seconds = NDArray[np.signedinteger[Any]]
Whole = NDArray[np.int64]


class Timeline:
    """Points are seconds of open time from `origin`, itself in seconds since 1970; it grows to where it is asked.

    As on the network's axis, a closing and the next opening are one point. Points and instants beyond a calendar's
    last open time are refused (`never_open`).
    """

    def __init__(self, calendar: WorkCalendar, origin: int) -> None:
        self.calendar = calendar
        self.origin = origin
        home = calendar.open_year_of(origin * SECOND).year
        self._first, self._last = home, home
        self._starts: Whole
        self._ends: Whole
        self._after: Whole
        self._build()

    def point(self, at: Seconds) -> Seconds:
        """The points of instants."""
        self._cover(int(at.min(initial=self.origin)), int(at.max(initial=self.origin)))
        i = np.searchsorted(self._starts, at, side="right") - 1
        left = np.maximum(self._ends[i] - at, 0)
        point: Seconds = np.where(i < 0, self._before, self._after[i] - left)
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
        while begin * SECOND < self.calendar.open_year(self._first).begin and self._first > FIRST_YEAR:
            self._grow(back=True)
        while end * SECOND >= self.calendar.open_year(self._last).end and self._last < LAST_YEAR:
            self._grow(back=False)

    def _reach(self, low: int, high: int, *, may_end: bool = False) -> None:
        begins, ends = self.calendar.open_years
        while low <= self._before:
            if self._first <= max(begins, FIRST_YEAR):
                raise EngineError("never_open", before=self._first)
            self._grow(back=True)
        while not len(self._after) or high >= self._after[-1]:
            if self._last >= min(ends, LAST_YEAR):
                if may_end or high == self._after[-1]:
                    return
                raise EngineError("never_open", after=self._last)
            self._grow(back=False)

    def _grow(self, *, back: bool) -> None:
        """By as many years as there are, so that far points are reached in few steps."""
        years = self._last - self._first + 1
        if back:
            self._first = max(FIRST_YEAR, self._first - years)
        else:
            self._last = min(LAST_YEAR, self._last + years)
        self._build()

    def _build(self) -> None:
        years = [self.calendar.open_year(year) for year in range(self._first, self._last + 1)]
        starts = [at for year in years for at in year.starts]
        ends = [at for year in years for at in year.ends]
        self._starts = np.array(starts, np.int64) // SECOND
        self._ends = np.array(ends, np.int64) // SECOND
        passed = np.cumsum(self._ends - self._starts)
        i = int(np.searchsorted(self._starts, self.origin, side="right")) - 1
        base = 0 if i < 0 else int(passed[i] - max(self._ends[i] - self.origin, 0))
        self._after = passed - base
        self._before = -base
