"""The grid of a plan: the common axis of working time that all tasks of a plan share, cut into ticks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any, Protocol

import numpy as np

from goldenthread.engine.calendars import WorkCalendar, walk
from goldenthread.engine.instants import SECOND

MINUTE = 60 * SECOND
ROUND = tuple(n * MINUTE for n in (1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 7200))
FINE, MOST = 4_000, 20_000
"""Ticks up to the horizon: as many as are cheap for the sake of exact bounds, and as many as there may be at all."""


class Line(Protocol):
    """Working time as points in microseconds, as a ruler has it."""

    def point(self, at: int, /) -> int: ...
    def opening(self, point: int, /) -> int: ...
    def closing(self, point: int, /) -> int: ...


class JoinedLine:
    """The open time of several calendars together, within spans that do not touch; beyond them, all time is open."""

    def __init__(self, starts: Any, ends: Any) -> None:
        self._starts, self._ends = starts, ends
        self._after = np.cumsum(ends - starts)

    def points(self, at: Any) -> Any:
        """Open time before each of many instants."""
        n = np.searchsorted(self._starts, at, side="right") - 1
        return np.where(n < 0, 0, self._after[n] - np.maximum(0, self._ends[n] - at))

    def point(self, at: int) -> int:
        """Open time before an instant."""
        return int(self.points(np.int64(at)))

    def opening(self, point: int) -> int:
        """The last instant of a point."""
        n = int(np.searchsorted(self._after, point, side="right"))
        if n >= len(self._ends):
            return int(self._ends[-1]) + point - int(self._after[-1])
        return int(self._ends[n]) - (int(self._after[n]) - point)

    def closing(self, point: int) -> int:
        """The first instant of a point."""
        n = int(np.searchsorted(self._after, point, side="left"))
        if n >= len(self._ends):
            return int(self._ends[-1]) + point - int(self._after[-1])
        return int(self._starts[0]) if point <= 0 else int(self._ends[n]) - (int(self._after[n]) - point)


@dataclass(frozen=True)
class Grid:
    """Ticks of `tick` microseconds on a line from the point `base`; tasks of calendar c may use its open ticks.

    With one calendar for all tasks, `tick_of` and `place_of` are empty: positions are ticks.
    """

    line: Line
    base: int
    tick: int
    size: int
    tick_of: Any
    place_of: Any

    @property
    def is_even(self) -> bool:
        """Whether all tasks share one calendar."""
        return bool(self.place_of.shape[1] == 0)

    def tick_from(self, at: int) -> int:
        """The first tick that begins at an instant or after it."""
        return -((self.base - self.line.point(at)) // self.tick)

    def tick_until(self, at: int) -> int:
        """The tick that an instant is in or at the beginning of."""
        return (self.line.point(at) - self.base) // self.tick

    def opening(self, tick: int) -> int:
        """The instant at which a tick begins, as a start is told."""
        return self.line.opening(self.base + tick * self.tick)

    def closing(self, tick: int) -> int:
        """The instant by which all ticks before this one have passed, as a finish is told."""
        return self.line.closing(self.base + tick * self.tick)

    def open_ticks(self, calendar: WorkCalendar) -> Iterator[tuple[int, int]]:
        """The spans of whole ticks in which a calendar is open, up to the horizon."""
        for begin, end in walk.segments(calendar, self.opening(0), self.closing(self.size)):
            first, last = max(0, self.tick_from(begin)), min(self.size, self.tick_until(end))
            if first < last:
                yield first, last


def tick_for(lengths: Iterable[int], marks: Iterable[int], horizon: int) -> int:
    """The tick that measures all lengths, and all marks if that is cheap; else a round one that only comes near."""
    exact = gcd(*lengths)
    finer = gcd(exact, *marks)
    if finer and horizon <= FINE * finer:
        return finer
    if exact and horizon <= MOST * exact:
        return exact
    return next((tick for tick in ROUND if horizon <= MOST * tick), ROUND[-1])


def even_grid(axis: Line, base: int, tick: int, size: int) -> Grid:
    """The grid of tasks that all work on one calendar."""
    none = np.zeros((1, 0), np.int32)
    return Grid(axis, base, tick, size, none, none)


def mixed_grid(open_time: Sequence[Sequence[tuple[int, int]]], lengths: Iterable[int]) -> Grid:
    """The grid of tasks on several axes with this open time each: every opening and closing falls between ticks."""
    spans = [np.array(own, np.int64).reshape(-1, 2) for own in open_time]
    line = _joined(np.concatenate(spans))
    marks = [line.points(own) for own in spans]
    boundary = int(np.gcd.reduce(np.concatenate(marks).ravel()))
    tick = gcd(boundary, *lengths)
    horizon = int(marks[0].max(initial=0))
    if horizon > MOST * tick:
        tick = next((boundary // n for n in (1, 2, 3, 4, 6, 12) if boundary // n >= tick and boundary % n == 0), tick)
    size = max(int(own.max(initial=0)) for own in marks) // tick
    return Grid(line, 0, tick, size, *_places([own // tick for own in marks], size))


def _joined(spans: Any) -> JoinedLine:
    """The union of spans."""
    starts: list[int] = []
    ends: list[int] = []
    for begin, end in spans[np.argsort(spans[:, 0], kind="stable")].tolist():
        if ends and begin <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(begin)
            ends.append(end)
    return JoinedLine(np.array(starts, np.int64), np.array(ends, np.int64))


def _places(spans: Sequence[Any], size: int) -> tuple[Any, Any]:
    """For each calendar the ticks it is open in, and for each tick the number of them before it.

    A calendar that runs out of ticks goes on past the horizon, where nothing fits.
    """
    tick_of = np.full((len(spans), size + 1), size, np.int32)
    place_of = np.zeros((len(spans), size + 2), np.int32)
    for c, own in enumerate(spans):
        is_open = np.zeros(size + 1, bool)
        for first, last in own.tolist():
            is_open[first:last] = True
        ticks = np.flatnonzero(is_open)
        tick_of[c, : len(ticks)] = ticks
        place_of[c, 1:] = np.cumsum(is_open)
    return tick_of, place_of
