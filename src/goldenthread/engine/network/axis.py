"""The working-time axes of a plan: instants as points, so that a closing and the next opening are one.

Points are microseconds of open time from the plan's start; before it, negative. An axis belongs to one calendar, or to
several at once: it is open when all of them are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from goldenthread.engine.calendars import WorkCalendar, walk
from goldenthread.engine.calendars.open_year import FIRST_YEAR, LAST_YEAR
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of
from goldenthread.engine.network.tables import AXES, NEVER, SEGMENTS

Calendars = tuple[WorkCalendar, ...]
EMPTY_YEARS = 20
"""So many years without a common open time, and calendars are taken never to meet."""


class Axis:
    """One axis as sorted segments of the years it has been asked for; it grows with what is asked."""

    def __init__(self, calendars: Calendars, origin: int) -> None:
        self.calendars, self.origin = calendars, origin
        years = [calendar.open_years for calendar in calendars]
        self.limits = max(low for low, _ in years), min(high for _, high in years)
        self.low = self.high = calendars[0].open_year_of(origin).year
        self._build()

    def grow(self, direction: int) -> None:
        """Half as many years again, at least one, at the end (1) or the beginning (-1).

        Refused: `never_open` where there is no open time that way, `out_of_range` where there are no years.
        """
        edge = self.high if direction > 0 else self.low
        limit = self.limits[1] if direction > 0 else self.limits[0]
        if (edge >= limit if direction > 0 else edge <= limit) or self._never_meet:
            raise EngineError("never_open", **{"after" if direction > 0 else "before": instant_of(self.origin)})
        if edge == (LAST_YEAR if direction > 0 else FIRST_YEAR):
            raise EngineError("out_of_range", year=edge + direction)
        further = 1 + (self.high - self.low) // 2
        if direction > 0:
            self.high = int(min(limit, LAST_YEAR, edge + further))
        else:
            self.low = int(max(limit, FIRST_YEAR, edge - further))
        self._build()

    @property
    def bottom(self) -> int:
        """The point at which its first segment starts."""
        return int(self.after[0] - (self.ends[0] - self.starts[0])) if len(self.after) else 0

    @property
    def _never_meet(self) -> bool:
        return len(self.calendars) > 1 and not len(self.starts) and self.high - self.low >= EMPTY_YEARS

    def _build(self) -> None:
        found = [self._segments_of(calendar) for calendar in self.calendars]
        starts, ends = found[0]
        for others in found[1:]:
            starts, ends = _common((starts, ends), others)
        years = range(self.low, self.high + 1)
        self.starts, self.ends = starts, ends
        self.is_first, self.is_last = self.low <= self.limits[0], self.high >= self.limits[1]
        edges = [(calendar.open_year(years[0]).begin, calendar.open_year(years[-1]).end) for calendar in self.calendars]
        self.since = -NEVER if self.is_first else max(begin for begin, _ in edges)
        self.until = NEVER if self.is_last else min(end for _, end in edges)
        open_before = np.minimum(ends, self.origin) - np.minimum(starts, self.origin)
        self.after = np.cumsum(ends - starts) - open_before.sum()

    def _segments_of(self, calendar: WorkCalendar) -> tuple[Any, Any]:
        years = [calendar.open_year(year) for year in range(self.low, self.high + 1)]
        return (
            np.concatenate([np.array(year.starts, np.int64) for year in years]),
            np.concatenate([np.array(year.ends, np.int64) for year in years]),
        )


def _common(these: tuple[Any, Any], those: tuple[Any, Any]) -> tuple[Any, Any]:
    """The segments that lie in both."""
    starts, ends, i, j = [], [], 0, 0
    while i < len(these[0]) and j < len(those[0]):
        begin, end = max(these[0][i], those[0][j]), min(these[1][i], those[1][j])
        if begin < end:
            starts.append(begin)
            ends.append(end)
        if these[1][i] < those[1][j]:
            i += 1
        else:
            j += 1
    return np.array(starts, np.int64), np.array(ends, np.int64)


@dataclass
class Axes:
    """The axes of a plan by number, the plan's own first; equal calendars share one."""

    origin: int
    all: list[Axis] = field(default_factory=list)
    _known: dict[Calendars, int] = field(default_factory=dict)

    def number(self, calendars: Calendars) -> int:
        """The number of an axis, made on first sight."""
        found = self._known.get(calendars)
        if found is None:
            found = self._known[calendars] = len(self.all)
            self.all.append(Axis(calendars, self.origin))
            self.__dict__.pop("tables", None)
        return found

    def grow(self, number: int, direction: int) -> None:
        """Give an axis more years."""
        self.all[number].grow(direction)
        self.__dict__.pop("tables", None)

    @cached_property
    def tables(self) -> tuple[Any, Any]:
        """All axes and their segments, as the passes read them; the first is theirs to write into."""
        axes = np.zeros(len(self.all), AXES)
        last = np.cumsum([len(axis.starts) for axis in self.all])
        axes["last"], axes["first"][1:] = last, last[:-1]
        for name in ("since", "until", "is_first", "is_last"):
            axes[name] = [getattr(axis, name) for axis in self.all]
        segments = np.zeros(last[-1], SEGMENTS)
        segments["start"] = np.concatenate([axis.starts for axis in self.all])
        segments["end"] = np.concatenate([axis.ends for axis in self.all])
        segments["after"] = np.concatenate([axis.after for axis in self.all])
        return axes, segments

    def cover(self, numbers: Any, columns: Sequence[Any]) -> None:
        """Let every axis reach the points of leaves on the axes of these numbers, as far as there is open time."""
        for number in np.flatnonzero(np.bincount(numbers)).tolist():
            chosen = numbers == number
            low = min(int(column[chosen].min()) for column in columns)
            high = max(int(column[chosen].max()) for column in columns)
            axis = self.all[number]
            while not axis.is_last and (not len(axis.after) or axis.after[-1] <= high):
                self.grow(number, 1)
            while not axis.is_first and axis.bottom >= low:
                self.grow(number, -1)

    def points(self, numbers: Any, instants: Any) -> Any:
        """The points of instants on the axes of these numbers, as arrays."""
        points = np.zeros(len(instants), np.int64)
        for number in np.flatnonzero(np.bincount(numbers)).tolist():
            chosen = numbers == number
            points[chosen] = self._points(number, instants[chosen])
        return points

    def _points(self, number: int, instants: Any) -> Any:
        axis, low, high = self.all[number], instants.min(), instants.max()
        while low < axis.since:
            self.grow(number, -1)
        while high > axis.until:
            self.grow(number, 1)
        if not len(axis.starts):
            return np.zeros(len(instants), np.int64)
        row = np.searchsorted(axis.starts, instants, "right") - 1
        inside = axis.after[row] - np.maximum(0, axis.ends[row] - instants)
        return np.where(row < 0, axis.bottom, inside)

    def opening(self, number: int, point: int) -> int:
        """The last instant of a point, as a start is told; where no time opens after it, the first."""
        axis = self.all[number]
        while not len(axis.after) or point > axis.after[-1] or (point == axis.after[-1] and not axis.is_last):
            self.grow(number, 1)
        while point < axis.bottom:
            self.grow(number, -1)
        row = min(int(np.searchsorted(axis.after, point, "right")), len(axis.after) - 1)
        return int(axis.ends[row] - (axis.after[row] - point))


def open_spans(calendars: Calendars, begin: int, end: int) -> Sequence[tuple[int, int]]:
    """The spans between two instants in which all calendars are open; spans that touch are one."""
    found = list(walk.segments(calendars[0], begin, end))
    for calendar in calendars[1:]:
        found = [both for a, b in found for both in walk.segments(calendar, a, b)]
    return found
